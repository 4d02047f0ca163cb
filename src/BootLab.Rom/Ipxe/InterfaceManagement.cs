using System.Net;
using System.Net.Sockets;
using System.Numerics;
using BootLab.Machine;
using BootLab.Net.Dhcp;
using BootLab.Net.Ndp;
using BootLab.Rom.Ipxe.Settings;

namespace BootLab.Rom.Ipxe;

/// <summary>Opening, closing and configuring NICs: what the commands ifopen, ifclose, ifstat, dhcp and route do.</summary>
public sealed class InterfaceManagement
{
    /// <summary>How long iPXE waits for link.</summary>
    public static readonly TimeSpan LinkPatience = TimeSpan.FromSeconds(15);

    private readonly IpxeProgram _program;

    internal InterfaceManagement(IpxeProgram program) => _program = program;

    /// <summary>Waits for link.</summary>
    /// <exception cref="IpxeFailureException">No link within <see cref="LinkPatience"/>.</exception>
    public async Task WaitForLinkAsync(NetDevice device, bool verbose = false)
    {
        ArgumentNullException.ThrowIfNull(device);
        _program.Open(device);
        if (device.HasLink && !verbose)
        {
            return;
        }

        await _program.Console.Job($"Waiting for link-up on {device.Name}", async () =>
        {
            var step = TimeSpan.FromMilliseconds(250);
            for (var waited = TimeSpan.Zero; !device.HasLink; waited += step)
            {
                if (waited >= LinkPatience)
                {
                    _program.Record("dhcp", "link-down", $"{device.Name} gets no link", ("nic", device.Name));
                    throw _program.Errors.Failure(Errno.ENOTCONN, ErrorFile.NetDevice, 1, "Down");
                }

                await Task.Delay(step, _program.Environment.Loop.Time);
            }

            return true;
        });
    }

    /// <summary>Obtains a lease and, in builds that configure IPv6 too, an IPv6 address; one of the two is enough.</summary>
    /// <exception cref="IpxeFailureException">Nothing answered.</exception>
    public async Task ConfigureAsync(NetDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        await WaitForLinkAsync(device);
        var what = _program.Build.ConfiguresIpv6 ? "Configuring" : "DHCP";
        await _program.Console.Job($"{what} ({device.Name} {device.MacText})", async () =>
        {
            var ipv6 = _program.Build.ConfiguresIpv6 ? DiscoverRouterAsync(device) : Task.FromResult(false);
            var result = await RequestLeaseAsync(device);
            var configured = await ipv6;
            if (result is null && !configured)
            {
                throw _program.Build.ConfiguresIpv6
                    ? _program.Errors.Failure(Errno.EADDRNOTAVAIL, ErrorFile.IfMgmt, 1, "No configuration methods succeeded")
                    : _program.Errors.Failure(Errno.ETIMEDOUT, ErrorFile.Dhcp);
            }

            return true;
        });
    }

    /// <summary>Registers a lease as the NIC's settings and puts its address into use.</summary>
    public static void ApplyLease(NetDevice device, DhcpMessage ack)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.Settings.Register(new DhcpSettings("dhcp", ack));
        ApplyAddress(device);
    }

    /// <summary>Makes the stack use the address that the settings hold; called whenever one of them changed.</summary>
    public static void ApplyAddress(NetDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var address = device.Address(Setting.Ip);
        var inUse = device.Interface.Addresses.FirstOrDefault(entry => entry.Address.AddressFamily == AddressFamily.InterNetwork)?.Address;
        if (Equals(address, inUse))
        {
            return;
        }

        device.Interface.RemoveAddresses(AddressFamily.InterNetwork);
        if (address is not null)
        {
            device.Interface.AddAddress(address, PrefixLength(device.Netmask()!));
            device.Interface.Announce(address);
        }
    }

    /// <summary>Prints a NIC's state, as ifstat does.</summary>
    public void PrintStatus(NetDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var (open, link) = (device.IsOpen ? "open" : "closed", device.HasLink ? "up" : "down");
        var bus = device.Nic.Spec.Pci;
        var where = $"{device.Name}: {device.MacText} using {device.Nic.Spec.Model.Name} on {bus.Segment:x4}:{bus.Bus:x2}:{bus.Device:x2}.{bus.Function:x}";
        _program.Console.Line(_program.Build.Since(2020, 1, 1) ? $"{where} (Ethernet) [{open}]" : $"{where} ({open})");
        _program.Console.Line($"  [Link:{link}, TX:{device.Interface.FramesSent} TXE:0 RX:{device.Interface.FramesReceived} RXE:0]");
    }

    /// <summary>Prints the addresses of all NICs, as route does.</summary>
    public void PrintRoutes()
    {
        foreach (var device in _program.Devices)
        {
            var closed = device.IsOpen ? string.Empty : " (inaccessible)";
            if (device.Address(Setting.Ip) is { } address)
            {
                var gateway = device.Address(Setting.Gateway) is { } router ? $" gw {router}" : string.Empty;
                _program.Console.Line($"{device.Name}: {address}/{device.Netmask()}{gateway}{closed}");
            }

            if (_program.Build.ConfiguresIpv6)
            {
                PrintIpv6Routes(device, closed);
            }
        }
    }

    private void PrintIpv6Routes(NetDevice device, string closed)
    {
        var addresses = device.Interface.Addresses.Where(entry => entry.Address.AddressFamily == AddressFamily.InterNetworkV6);
        foreach (var entry in addresses.OrderBy(entry => entry.Address.IsIPv6LinkLocal))
        {
            var gateway = !entry.Address.IsIPv6LinkLocal && device.Interface.Gateway6 is { } router ? $" gw {router}" : string.Empty;
            _program.Console.Line($"{device.Name}: {entry.Address}/{entry.PrefixLength}{gateway}{closed}");
        }
    }

    private async Task<DhcpMessage?> RequestLeaseAsync(NetDevice device)
    {
        var identity = new DhcpClientIdentity
        {
            Mac = device.Nic.Spec.Mac,
            Uuid = _program.Environment.Machine.Uuid == Guid.Empty ? null : _program.Environment.Machine.Uuid,
            PciVendor = device.Nic.Spec.Model.VendorId,
            PciDevice = device.Nic.Spec.Model.DeviceId,
        };
        _program.Record("dhcp", "dhcp-start", $"{device.Name} asks for a lease", ("nic", device.Name));
        var client = await DhcpClientRunner.RunAsync(device.Interface, DhcpProfile(), identity, _program.Environment.Random, ack => ApplyLease(device, ack));
        if (client.Result is not { } result)
        {
            _program.Record("dhcp", "dhcp-failed", $"{device.Name}: no usable answer", ("nic", device.Name));
            return null;
        }

        if (_program.Settings.Root.Find("proxydhcp") is { } old)
        {
            _program.Settings.Root.Unregister(old);
        }

        if (result.Proxy is { } proxy)
        {
            _program.Settings.Root.Register(new DhcpSettings("proxydhcp", proxy));
        }

        ApplyLease(device, result.Ack);
        _program.Record("dhcp", "lease", $"{device.Name} has {result.Ack.Yiaddr} from {result.Ack.GetAddress(DhcpOptionCode.ServerIdentifier)}",
            ("nic", device.Name), ("address", result.Ack.Yiaddr.ToString()));
        return result.Ack;
    }

    private DhcpClientProfile DhcpProfile()
    {
        var (build, isBios) = (_program.Build, _program.Environment.Machine.Firmware == FirmwareKind.Bios);
        return build.IsGpxe ? DhcpClientProfiles.Gpxe100
            : !build.ConfiguresIpv6 ? DhcpClientProfiles.Ipxe2013
            : build.Since(2020, 1, 1) ? isBios ? DhcpClientProfiles.IpxeTodayBios : DhcpClientProfiles.IpxeTodayEfi
            : isBios ? DhcpClientProfiles.Ipxe2019Bios : DhcpClientProfiles.Ipxe2019Efi;
    }

    private static async Task<bool> DiscoverRouterAsync(NetDevice device)
    {
        if (await RouterSolicitation.RunAsync(device.Interface) is not { } advertisement)
        {
            return false;
        }

        RouterSolicitation.Configure(device.Interface, advertisement);
        return true;
    }

    private static int PrefixLength(IPAddress mask)
    {
        Span<byte> bytes = stackalloc byte[4];
        mask.TryWriteBytes(bytes, out _);
        return BitOperations.LeadingZeroCount(~System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }
}
