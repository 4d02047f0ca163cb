using BootLab.Ibft;
using BootLab.Ibft.Layouts;

namespace BootLab.Rules.Mending;

/// <summary>Fields of NICs and targets that have one right form.</summary>
internal static class FieldMending
{
    private const int LargestVlan = 0x0fff;
    private const byte NicFlags = IbftFlags.Valid | IbftFlags.BootSelected | IbftFlags.NicGlobal;
    private const byte TargetFlags = IbftFlags.Valid | IbftFlags.BootSelected | IbftFlags.TargetRadiusChap | IbftFlags.TargetRadiusReverseChap;

    public static void Mend(Draft draft)
    {
        foreach (var nic in draft.Nics)
        {
            Mend(draft, nic);
        }

        foreach (var target in draft.Targets)
        {
            Mend(draft, target);
        }
    }

    private static void Mend(Draft draft, DraftNic nic)
    {
        var content = nic.Content;
        if ((content.Flags & ~NicFlags) != 0)
        {
            content = content with { Flags = (byte)(content.Flags & NicFlags) };
            draft.Note($"the reserved flags of {nic.Name} are clear", $"the flags were 0x{nic.Content.Flags:x2}");
        }

        if ((content.Flags & IbftFlags.BootSelected) != 0 && (content.Flags & IbftFlags.Valid) == 0)
        {
            content = content with { Flags = (byte)(content.Flags | IbftFlags.Valid) };
            draft.Note($"{nic.Name} is valid", "it was boot selected without being valid");
        }

        if (content.Vlan > LargestVlan)
        {
            content = content with { Vlan = (ushort)(content.Vlan & LargestVlan) };
            draft.Note($"the VLAN of {nic.Name} is {content.Vlan}", $"it was {nic.Content.Vlan}, and an id has 12 bits");
        }

        if (content.Origin == PrefixOrigin.UnchangedIpxe)
        {
            content = content with { Origin = PrefixOrigin.Unchanged };
            draft.Note($"the origin of {nic.Name} is 16", "it was 15, which iPXE and u-root write for \"unchanged\" and Windows and EDK2 do not know");
        }

        if (content.DhcpServer.IsSpecified && content.Origin != PrefixOrigin.Dhcp)
        {
            draft.Note($"the origin of {nic.Name} is 3 (DHCP)", $"it was {(byte)content.Origin} with a DHCP server: readers would disagree whether to ask for a lease");
            content = content with { Origin = PrefixOrigin.Dhcp };
        }

        nic.Content = Unset(draft, nic, content);
    }

    private static NicContent Unset(Draft draft, DraftNic nic, NicContent content)
    {
        var mended = content with
        {
            IpAddress = Plain(content.IpAddress),
            Gateway = Plain(content.Gateway),
            PrimaryDns = Plain(content.PrimaryDns),
            SecondaryDns = Plain(content.SecondaryDns),
            DhcpServer = Plain(content.DhcpServer),
        };
        if (mended != content)
        {
            draft.Note($"unset addresses of {nic.Name} are 16 zero bytes", "they were ::ffff:0.0.0.0, which Linux before 4.1 takes for an address");
        }

        return mended;
    }

    private static IbftAddress Plain(IbftAddress address) => address == IbftAddress.MappedZero ? IbftAddress.Absent : address;

    private static void Mend(Draft draft, DraftTarget target)
    {
        var content = target.Content;
        if ((content.Flags & ~TargetFlags) != 0)
        {
            content = content with { Flags = (byte)(content.Flags & TargetFlags) };
            draft.Note($"the reserved flags of {target.Name} are clear", $"the flags were 0x{target.Content.Flags:x2}");
        }

        if (content.Port == 0)
        {
            content = content with { Port = 3260 };
            draft.Note($"the port of {target.Name} is 3260", "it was 0");
        }

        if (content.Name is null)
        {
            draft.Left.Add($"{target.Name} has no name: only you know it");
        }

        if (!content.IpAddress.IsSpecified)
        {
            draft.Left.Add($"{target.Name} has no address: only you know it");
        }

        if (content.ChapType != ChapType.None && (content.ChapName is null || content.ChapSecret is null))
        {
            draft.Left.Add($"{target.Name} has CHAP type {(byte)content.ChapType} without name or secret: only you know them");
        }

        target.Content = content;
    }
}
