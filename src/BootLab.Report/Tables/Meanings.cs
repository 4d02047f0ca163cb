using BootLab.Ibft;
using BootLab.Ibft.Fields;

namespace BootLab.Report.Tables;

/// <summary>Words for the values of a table's fields.</summary>
public static class Meanings
{
    /// <summary>The kind of a structure.</summary>
    public static string Id(StructureId id) => id switch
    {
        StructureId.Control => "control",
        StructureId.Initiator => "initiator",
        StructureId.Nic => "NIC",
        StructureId.Target => "target",
        StructureId.Extensions => "extensions",
        _ => $"unknown kind {(byte)id}",
    };

    /// <summary>The flags of a structure; of one whose kind is not known their number.</summary>
    public static string Flags(TableArea area, byte flags) => area switch
    {
        TableArea.Control => Named(flags, "boot failover"),
        TableArea.Initiator => Named(flags, "valid", "boot selected"),
        TableArea.Nic => Named(flags, "valid", "boot selected", "global"),
        TableArea.Target => Named(flags, "valid", "boot selected", "RADIUS CHAP", "RADIUS reverse CHAP"),
        _ => $"0x{flags:x2}",
    };

    /// <summary>Where an address came from.</summary>
    public static string Origin(PrefixOrigin origin) => origin switch
    {
        PrefixOrigin.Other => "not told",
        PrefixOrigin.Manual => "manual",
        PrefixOrigin.WellKnown => "well-known",
        PrefixOrigin.Dhcp => "DHCP",
        PrefixOrigin.RouterAdvertisement => "router advertisement",
        PrefixOrigin.UnchangedIpxe or PrefixOrigin.Unchanged => "unchanged",
        _ => $"unknown value {(byte)origin}",
    };

    /// <summary>How a login authenticates.</summary>
    public static string Chap(ChapType type) => type switch
    {
        ChapType.None => "none",
        ChapType.OneWay => "CHAP",
        ChapType.Mutual => "mutual CHAP",
        _ => $"unknown value {(byte)type}",
    };

    /// <summary>A logical unit: its number when it is in the first level alone, else all four levels.</summary>
    public static string Lun(Lun lun) => lun.Value << 16 == 0 ? $"LUN {lun.Value >> 48}" : $"LUN {lun}";

    /// <summary>The names of the bits that are set, from bit 0 on; bits without a name by their number.</summary>
    private static string Named(byte flags, params string[] names)
    {
        var set = Enumerable.Range(0, 8).Where(bit => (flags & (1 << bit)) != 0).Select(bit => bit < names.Length ? names[bit] : $"bit {bit}");
        return flags == 0 ? "none" : string.Join(", ", set);
    }
}
