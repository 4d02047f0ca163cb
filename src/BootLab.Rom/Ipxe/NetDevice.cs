using System.Net;
using BootLab.Net.Hosts;
using BootLab.Rom.Ipxe.Settings;

namespace BootLab.Rom.Ipxe;

/// <summary>A NIC as the boot program drives it: <c>net0</c>, <c>net1</c>, ... in PCI scan order.</summary>
public sealed class NetDevice
{
    internal NetDevice(string name, MachineNic nic, IpInterface port)
    {
        Name = name;
        Nic = nic;
        Interface = port;
        Settings = new NetDeviceSettings(name, nic.Spec);
    }

    /// <summary>The program's name for it.</summary>
    public string Name { get; }

    /// <summary>The NIC of the machine.</summary>
    public MachineNic Nic { get; }

    /// <summary>Its place in the program's TCP/IP stack.</summary>
    public IpInterface Interface { get; }

    /// <summary>Its settings block; the lease is the child <c>dhcp</c>.</summary>
    public NetDeviceSettings Settings { get; }

    /// <summary>Whether it is open; closed NICs receive nothing and carry no route.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The order in which it was opened last, counted over all NICs; 0 when never.</summary>
    public int OpenedAt { get; private set; }

    /// <summary>Whether there is link.</summary>
    public bool HasLink => Nic.Spec.LinkUp && Nic.Port.IsLinkUp;

    /// <summary>The MAC address in lower case with colons.</summary>
    public string MacText => NetDeviceSettings.MacText(Nic.Spec.Mac);

    internal void Open(int order)
    {
        IsOpen = true;
        OpenedAt = order;
        Interface.Open();
    }

    internal void Close()
    {
        IsOpen = false;
        Interface.Close();
    }

    /// <summary>An IPv4 setting of this NIC, from its own block or its lease; null when it is not set or 0.0.0.0.</summary>
    public IPAddress? Address(Setting setting)
    {
        var raw = Settings.Fetch(setting)?.Value;
        return raw is { Length: >= 4 } && raw.AsSpan(0, 4).ContainsAnyExcept((byte)0) ? new IPAddress(raw.AsSpan(0, 4)) : null;
    }

    /// <summary>The mask in use: option 1, or the one of the address's class when there is none; null without an address.</summary>
    public IPAddress? Netmask()
    {
        if (Address(Setting.Ip) is not { } address)
        {
            return null;
        }

        return Address(Setting.Netmask) ?? IPAddress.Parse(address.GetAddressBytes()[0] switch
        {
            < 128 => "255.0.0.0",
            < 192 => "255.255.0.0",
            _ => "255.255.255.0",
        });
    }
}
