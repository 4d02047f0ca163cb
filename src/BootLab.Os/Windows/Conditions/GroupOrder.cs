namespace BootLab.Os.Windows.Conditions;

/// <summary>The order in which groups of drivers are loaded (W-SGO-1): XP and Server 2003 need the network before storage ports, and sanbootconf's installer writes it so.</summary>
public static class GroupOrder
{
    /// <summary>The groups of the network.</summary>
    public static IReadOnlyList<string> Network { get; } = ["NDIS Wrapper", "NDIS", "Base", "PNP_TDI"];

    /// <summary>The group of storage ports.</summary>
    public const string StoragePorts = "SCSI miniport";

    /// <summary>The groups of the network that stand behind the storage ports, or are missing.</summary>
    public static IReadOnlyList<string> Late(IReadOnlyList<string> order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var names = order.Select(name => name.ToUpperInvariant()).ToList();
        var ports = names.IndexOf(StoragePorts.ToUpperInvariant());
        return [.. Network.Where(group => names.IndexOf(group.ToUpperInvariant()) is var at && (at < 0 || (ports >= 0 && at > ports)))];
    }
}
