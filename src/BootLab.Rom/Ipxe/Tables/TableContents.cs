using System.Net;
using System.Net.Sockets;
using System.Numerics;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Rom.Ipxe.San;
using BootLab.Rom.Ipxe.Settings;

namespace BootLab.Rom.Ipxe.Tables;

/// <summary>What gPXE, iPXE and BootLab's producer write into an iBFT: which NICs, and where each field's value comes from.</summary>
internal sealed class TableContents(IpxeProgram program)
{
    private const byte MaskBits = 32;
    private readonly ProducerProfile _profile = program.Build.Table;

    /// <summary>The content of the table for the described paths, in the order in which they were opened.</summary>
    /// <exception cref="IpxeFailureException">A target has no route (170ce011 on BIOS): the whole table fails, even if another path works.</exception>
    public IbftContent Describe(IReadOnlyList<SanPath> paths)
    {
        var content = new IbftContent
        {
            OemId = _profile.OemId ?? program.Environment.Machine.Acpi.OemId,
            OemTableId = _profile.OemTableId ?? program.Environment.Machine.Acpi.OemTableId,
            Initiator = new InitiatorContent { Flags = _profile.InitiatorFlags, Name = Text(InitiatorName(paths)) },
        };
        if (!program.Build.HasMultipath)
        {
            return Single(content, paths[^1]);
        }

        // Routing comes first: the real program finds the NIC of each target before it writes anything.
        var devices = paths.Select(DeviceTo).ToList();
        return program.Build.IsBootLab ? EveryNic(content, paths, devices) : PerSession(content, paths, devices);
    }

    /// <summary>P0 and P1: the NIC opened last and the drive described last, whatever route the session took.</summary>
    private IbftContent Single(IbftContent content, SanPath path)
    {
        var device = program.LastOpened ?? throw program.Errors.Failure(Errno.ENODEV, ErrorFile.Ibft);
        return content with { Nics = [Nic(device, isBoot: true)], Targets = [Target(path, isBoot: true, association: 0)] };
    }

    /// <summary>P3: only NICs that route to a described target, in PCI scan order.</summary>
    private IbftContent PerSession(IbftContent content, IReadOnlyList<SanPath> paths, List<NetDevice> devices)
    {
        var listed = program.Devices.Where(devices.Contains).ToList();
        return content with
        {
            Nics = [.. listed.Select(device => Nic(device, isBoot: true))],
            Targets = [.. paths.Select((path, index) => Target(path, isBoot: true, listed.IndexOf(devices[index])))],
        };
    }

    /// <summary>Every NIC of the machine; those without a lease with zeroed addresses.</summary>
    private IbftContent EveryNic(IbftContent content, IReadOnlyList<SanPath> paths, List<NetDevice> devices)
    {
        var bootDevice = devices[0];
        var listed = program.Environment.Rom.NicOrder == NicOrder.BootFirst
            ? [bootDevice, .. program.Devices.Where(device => device != bootDevice)]
            : program.Devices.ToList();
        return content with
        {
            Nics = [.. listed.Select(device => Nic(device, isBoot: device == bootDevice))],
            Targets = [.. paths.Select((path, index) => Target(path, isBoot: index == 0, listed.IndexOf(devices[index])))],
        };
    }

    private NicContent Nic(NetDevice device, bool isBoot)
    {
        // Builds until 2014-06 ask the whole tree, so that a NIC may be written with another NIC's address; BootLab's producer asks each NIC for everything.
        SettingsBlock own = device.Settings;
        var ofNic = _profile.AddressScope == SettingsScope.Nic ? own : program.Settings.Root;
        var shared = program.Build.IsBootLab ? own : program.Settings.Root;
        var ip = ofNic.Fetch(Setting.Ip);
        var dns = shared.Fetch(Setting.Dns)?.Value ?? [];
        return new NicContent
        {
            Flags = _profile.NicFlags(isBoot),
            IpAddress = Address(ip?.Value),
            SubnetMaskPrefix = PrefixLength(ofNic.Fetch(Setting.Netmask)?.Value),
            Origin = _profile.WritesOrigin ? Origin(ip?.Origin, own) : PrefixOrigin.Other,
            Gateway = Address(ofNic.Fetch(Setting.Gateway)?.Value),
            PrimaryDns = Address(dns),
            SecondaryDns = _profile.WritesSecondaryDns && dns.Length >= 8 ? Address(dns[4..]) : _profile.UnsetAddress,
            DhcpServer = _profile.WritesDhcpServer ? Address(own.Fetch(Setting.DhcpServer)?.Value) : _profile.UnsetAddress,
            MacAddress = device.Nic.Spec.Mac,
            PciBdf = device.Nic.Spec.Pci.Bdf,
            HostName = Text(shared.Fetch(Setting.Hostname) is { } name ? Setting.Hostname.Type.Format(name.Value) : null),
        };
    }

    private TargetContent Target(SanPath path, bool isBoot, int association)
    {
        var chap = path.ChapDemanded;
        var mutual = chap && path.Options!.ReverseUsername is not null;
        return new TargetContent
        {
            Flags = _profile.TargetFlags(isBoot),
            IpAddress = PortalAddress(path.Portal!.Address),
            Port = (ushort)path.Portal.Port,
            BootLun = _profile.WritesBootLun ? new Lun(path.Root!.Lun.Value) : default,
            ChapType = mutual ? ChapType.Mutual : chap ? ChapType.OneWay : ChapType.None,
            NicAssociation = (byte)association,
            Name = Text(path.Root!.Target),
            ChapName = chap ? Text(path.Options!.Username) : null,
            ChapSecret = chap ? Text(path.Options!.Password) : null,
            ReverseChapName = mutual ? Text(path.Options!.ReverseUsername) : null,
            ReverseChapSecret = mutual ? Text(path.Options!.ReversePassword) : null,
        };
    }

    private NetDevice DeviceTo(SanPath path) => program.Routing.TryRoute(path.Portal!.Address, out var route)
        ? program.Devices.First(device => device.Interface == route.Interface)
        : throw program.Errors.Failure(Errno.EHOSTUNREACH, ErrorFile.Ibft);

    /// <summary>gPXE and iPXE read the portal as an IPv4 socket address whatever it is: of an IPv6 one they write the first four bytes.</summary>
    private IbftAddress PortalAddress(IPAddress portal) =>
        portal.AddressFamily == AddressFamily.InterNetworkV6 && !program.Build.IsBootLab ? IbftAddress.From(new IPAddress(portal.GetAddressBytes().AsSpan(0, 4))) : IbftAddress.From(portal);

    private string? InitiatorName(IReadOnlyList<SanPath> paths) => _profile.WritesDefaultInitiatorName
        ? paths[0].Options!.InitiatorName
        : program.Settings.Text(Setting.InitiatorIqn);

    private IbftAddress Address(byte[]? raw) => raw is { Length: >= 4 } ? _profile.Address(new IPAddress(raw.AsSpan(0, 4))) : _profile.UnsetAddress;

    /// <summary>iPXE says "manual" when the address was set on the NIC itself and "DHCP" otherwise, also when there is no address.</summary>
    private PrefixOrigin Origin(SettingsBlock? origin, SettingsBlock nic) =>
        origin == nic ? PrefixOrigin.Manual
        : origin is null && program.Build.IsBootLab ? PrefixOrigin.Other
        : PrefixOrigin.Dhcp;

    /// <summary>The number of bits set in the mask, as the real program counts them, contiguous or not.</summary>
    private static byte PrefixLength(byte[]? mask)
    {
        var bits = 0;
        foreach (var value in mask.AsSpan(0, Math.Min(mask?.Length ?? 0, MaskBits / 8)))
        {
            bits += BitOperations.PopCount(value);
        }

        return (byte)bits;
    }

    private static ByteString? Text(string? text) => string.IsNullOrEmpty(text) ? default(ByteString?) : ByteString.FromString(text);
}
