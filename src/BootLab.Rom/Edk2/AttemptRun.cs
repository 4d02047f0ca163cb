using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;
using BootLab.Net.Dhcp;
using BootLab.Net.Hosts;

namespace BootLab.Rom.Edk2;

/// <summary>An attempt as it goes on: its lease, what the addresses and the target turned out to be, its session.</summary>
internal sealed class AttemptRun(AttemptSpec spec, MachineNic nic, IpInterface port)
{
    public AttemptSpec Spec { get; } = spec;

    public MachineNic Nic { get; } = nic;

    public IpInterface Port { get; } = port;

    public DhcpMessage? Lease { get; set; }

    public IscsiSession? Session { get; set; }

    public TimeSpan LoggedInAt { get; set; }

    public int Redirects { get; set; }

    /// <summary>Why it did not log in, the last time; null when nothing went wrong.</summary>
    public string? Failure { get; set; }

    public IPAddress? Address => Spec.InitiatorFromDhcp ? Lease?.Yiaddr : Spec.Address;

    public IPAddress? Gateway => Spec.InitiatorFromDhcp ? Lease?.GetAddress(DhcpOptionCode.Router) : Spec.Gateway;

    public IPAddress? Mask => Spec.InitiatorFromDhcp ? Lease?.GetAddress(DhcpOptionCode.SubnetMask) : Spec.Mask;

    public string? TargetName { get; private set; }

    public IPEndPoint? Portal { get; private set; }

    public ScsiLun Lun { get; private set; }

    public int PrefixLength => Mask is { AddressFamily: AddressFamily.InterNetwork } mask
        ? mask.GetAddressBytes().Sum(value => BitOperations.PopCount(value))
        : Spec.Ip == AttemptIp.Ipv6 ? 64 : 0;

    /// <summary>Finds target, portal and LUN: in the root path of the lease, or as configured.</summary>
    public bool Resolve(out string reason)
    {
        reason = string.Empty;
        if (Address is null)
        {
            reason = "no address is configured";
            return false;
        }

        if (!Spec.TargetFromDhcp)
        {
            (TargetName, Portal) = (Spec.Target, Spec.Portal);
            reason = "target or portal is not configured";
            return TargetName is not null && Portal is not null && TryParseLun(Spec.Lun);
        }

        var path = Lease?.GetText(DhcpOptionCode.RootPath) ?? string.Empty;
        reason = $"root path '{path}' is not iscsi:server:protocol:port:LUN:target with protocol 6 or none";
        return TryParseRootPath(path);
    }

    public NicContent DescribeNic(ProducerProfile profile, bool isBoot)
    {
        var dns = Lease?.Find(DhcpOptionCode.DnsServer)?.ToArray() ?? [];
        return new NicContent
        {
            Flags = profile.NicFlags(isBoot),
            IpAddress = profile.Address(Address),
            SubnetMaskPrefix = (byte)PrefixLength,
            Origin = Spec.InitiatorFromDhcp ? PrefixOrigin.Dhcp : PrefixOrigin.Manual,
            Gateway = profile.Address(Gateway),
            PrimaryDns = Server(dns, 0),
            SecondaryDns = Server(dns, 4),
            DhcpServer = profile.Address(Lease?.GetAddress(DhcpOptionCode.ServerIdentifier)),
            MacAddress = Nic.Spec.Mac,
            PciBdf = Nic.Spec.Pci.Bdf,
        };

        IbftAddress Server(byte[] list, int offset) => list.Length >= offset + 4 ? profile.Address(new IPAddress(list.AsSpan(offset, 4))) : profile.UnsetAddress;
    }

    public TargetContent DescribeTarget(ProducerProfile profile, int index)
    {
        var chap = Spec.Chap;
        return new TargetContent
        {
            Flags = profile.TargetFlags(index == 0),
            IpAddress = profile.Address(Portal?.Address),
            Port = (ushort)(Portal?.Port ?? 0),
            BootLun = new Lun(Lun.Value),
            // Written because the attempt is configured with CHAP, whether the target wanted it or not.
            ChapType = chap is null ? ChapType.None : chap.ReverseUser is null ? ChapType.OneWay : ChapType.Mutual,
            NicAssociation = (byte)index,
            Name = Text(TargetName),
            ChapName = Text(chap?.User),
            ChapSecret = Text(chap?.Secret),
            ReverseChapName = Text(chap?.ReverseUser),
            ReverseChapSecret = Text(chap?.ReverseSecret),
        };
    }

    private bool TryParseRootPath(string path)
    {
        var fields = path.Split(':', 6);
        if (fields.Length != 6 || fields[0] != "iscsi" || fields[2] is not ("" or "6") || !IPAddress.TryParse(fields[1], out var server))
        {
            return false;
        }

        var port = fields[3].Length == 0 ? (ushort)3260 : ushort.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (ushort)0;
        (Portal, TargetName) = (new IPEndPoint(server, port), fields[5]);
        return port != 0 && TryParseLun(fields[4]);
    }

    /// <summary>Up to four groups of at most four hexadecimal digits, with dashes between them; empty is LUN 0.</summary>
    private bool TryParseLun(string text)
    {
        var value = 0UL;
        var groups = text.Split('-');
        for (var index = 0; index < groups.Length; index++)
        {
            ushort word = 0;
            if (index > 3 || groups[index].Length > 4
                || (groups[index].Length > 0 && !ushort.TryParse(groups[index], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out word)))
            {
                return false;
            }

            value |= (ulong)word << (48 - (16 * index));
        }

        Lun = new ScsiLun(value);
        return true;
    }

    private static ByteString? Text(string? text) => string.IsNullOrEmpty(text) ? default(ByteString?) : ByteString.FromString(text);
}
