namespace BootLab.Disk.Registry.Windows;

/// <summary>A filter driver bound to an adapter, as an entry of <c>FilterList</c> says: <c>{adapter}-{filter}-NNNN</c>.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Filter">The filter's GUID, or null when the entry is malformed.</param>
public readonly record struct FilterBinding(string Entry, Guid? Filter)
{
    internal static FilterBinding Parse(string entry)
    {
        const int GuidLength = 38;
        const int Start = GuidLength + 1;
        return new FilterBinding(entry, entry.Length >= Start + GuidLength && Guid.TryParseExact(entry.AsSpan(Start, GuidLength), "B", out var filter) ? filter : null);
    }
}

/// <summary>An instance of the class of network adapters: what a driver was told, and what is bound to it.</summary>
/// <param name="Index">Its number, such as <c>0007</c>.</param>
/// <param name="KeyPath">Path of its key, from the root of the hive.</param>
public sealed record NetworkAdapter(string Index, string KeyPath)
{
    /// <summary>The GUID by which the network knows the adapter.</summary>
    public Guid? NetCfgInstanceId { get; init; }

    /// <summary>Its name.</summary>
    public string? DriverDesc { get; init; }

    /// <summary>The file it was installed from.</summary>
    public string? InfPath { get; init; }

    /// <summary>The identifier by which the driver was found.</summary>
    public string? MatchingDeviceId { get; init; }

    /// <summary>The MAC address that replaces the card's own, as text; null or empty when none does.</summary>
    public string? NetworkAddress { get; init; }

    /// <summary>The interface type: 6 for Ethernet.</summary>
    public uint? IfType { get; init; }

    /// <summary>NCF_* flags: 1 virtual, 4 physical.</summary>
    public uint? Characteristics { get; init; }

    /// <summary>What power management may do: 0x18 nothing.</summary>
    public uint? PnPCapabilities { get; init; }

    /// <summary>Whether the driver works in NDIS Poll Mode (the keyword <c>*NdisPoll</c>): <c>1</c> for yes; null when nothing is said.</summary>
    public string? NdisPoll { get; init; }

    /// <summary>Services bound above the adapter.</summary>
    public IReadOnlyList<string> UpperBind { get; init; } = [];

    /// <summary>Its own name in the bindings, <c>{GUID}</c>.</summary>
    public IReadOnlyList<string> RootDevice { get; init; } = [];

    /// <summary>The device names that the adapter offers, <c>\Device\{GUID}</c>.</summary>
    public IReadOnlyList<string> Export { get; init; } = [];

    /// <summary>Lightweight filters bound to the adapter.</summary>
    public IReadOnlyList<FilterBinding> Filters { get; init; } = [];

    internal static NetworkAdapter Read(string classPath, RegistryKey key)
    {
        var linkage = key.Find("Linkage");
        return new NetworkAdapter(key.Name, $"{classPath}\\{key.Name}")
        {
            NetCfgInstanceId = key.Id("NetCfgInstanceId"),
            DriverDesc = key.Text("DriverDesc"),
            InfPath = key.Text("InfPath"),
            MatchingDeviceId = key.Text("MatchingDeviceId"),
            NetworkAddress = key.Text("NetworkAddress"),
            IfType = key.Number("*IfType"),
            Characteristics = key.Number("Characteristics"),
            PnPCapabilities = key.Number("PnPCapabilities"),
            NdisPoll = key.Text("*NdisPoll"),
            UpperBind = linkage.Texts("UpperBind"),
            RootDevice = linkage.Texts("RootDevice"),
            Export = linkage.Texts("Export"),
            Filters = [.. linkage.Texts("FilterList").Select(FilterBinding.Parse)],
        };
    }
}

/// <summary>A network service that can be a filter (<c>Control\Network\{4d36e974-...}\{GUID}</c>).</summary>
/// <param name="Id">Its GUID.</param>
/// <param name="KeyPath">Path of its key, from the root of the hive.</param>
/// <param name="ComponentId">Its identifier, such as <c>ms_wfplwf</c>.</param>
/// <param name="RunType">1: an adapter does not work without it; 2: optional; null: it is no filter.</param>
/// <param name="Service">Its driver's service.</param>
public sealed record NetworkFilter(Guid Id, string KeyPath, string? ComponentId, uint? RunType, string? Service)
{
    internal static NetworkFilter? Read(string classPath, RegistryKey key)
    {
        var ndi = key.Find("Ndi");
        return Guid.TryParseExact(key.Name, "B", out var id)
            ? new NetworkFilter(id, $"{classPath}\\{key.Name}", key.Text("ComponentId"), ndi.Number("FilterRunType"), ndi.Text("Service"))
            : null;
    }
}

/// <summary>The addresses of an adapter, as this Windows was told (<c>Services\Tcpip\Parameters\Interfaces\{GUID}</c>).</summary>
/// <param name="Adapter">The adapter's <see cref="NetworkAdapter.NetCfgInstanceId"/>.</param>
/// <param name="KeyPath">Path of its key, from the root of the hive.</param>
public sealed record TcpipInterface(Guid Adapter, string KeyPath)
{
    /// <summary>Whether it asks for a lease.</summary>
    public bool? EnableDhcp { get; init; }

    /// <summary>Addresses of its own.</summary>
    public IReadOnlyList<string> IPAddresses { get; init; } = [];

    /// <summary>Gateways of its own.</summary>
    public IReadOnlyList<string> DefaultGateways { get; init; } = [];

    /// <summary>Name servers of its own, as one text.</summary>
    public string? NameServer { get; init; }

    internal static TcpipInterface? Read(string path, RegistryKey key) => !Guid.TryParseExact(key.Name, "B", out var id) ? null : new TcpipInterface(id, $"{path}\\{key.Name}")
    {
        EnableDhcp = key.Number("EnableDHCP") is { } dhcp ? dhcp != 0 : null,
        IPAddresses = key.Texts("IPAddress"),
        DefaultGateways = key.Texts("DefaultGateway"),
        NameServer = key.Text("NameServer"),
    };
}
