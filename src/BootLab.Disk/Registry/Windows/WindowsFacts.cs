namespace BootLab.Disk.Registry.Windows;

/// <summary>What a SYSTEM hive says about a boot from iSCSI. Facts only: what follows from them is for others to judge.</summary>
public sealed class WindowsFacts
{
    private readonly RegistryHive _system;
    private readonly Dictionary<Guid, NetworkFilter> _filters = [];

    private WindowsFacts(RegistryHive system, ControlSet set)
    {
        (_system, ControlSet, Settings) = (system, set, new WindowsSettings(system, set));
        var devices = set.Key.SubkeysOf("Enum").SelectMany(enumerator => DeviceInstance.ReadAll(set, enumerator)).ToArray();
        PciDevices = [.. devices.Where(device => device.Enumerator.Equals("PCI", StringComparison.OrdinalIgnoreCase))];

        var services = ClassPath("Network", WindowsClasses.NetService);
        Filters = [.. Below(services).Select(key => NetworkFilter.Read(services, key)).OfType<NetworkFilter>()];
        foreach (var filter in Filters)
        {
            _filters.TryAdd(filter.Id, filter);
        }

        var interfaces = $"{set.Key.Name}\\Services\\Tcpip\\Parameters\\Interfaces";
        Interfaces = [.. Below(interfaces).Select(key => TcpipInterface.Read(interfaces, key)).OfType<TcpipInterface>()];
        TcpipBind = set.Key.Find("Services\\Tcpip\\Linkage").Texts("Bind");

        // Beside the instances the class key has keys such as Properties.
        var adapters = ClassPath("Class", WindowsClasses.Net);
        Adapters = [.. Below(adapters).Where(key => key.Name.Length == 4 && key.Name.All(char.IsAsciiDigit)).Select(key => NetworkAdapter.Read(adapters, key))];
        var join = new Join(this);
        Nics = [.. devices.Where(device => device.ClassGuid == WindowsClasses.Net).Select(join.Of)];
        Initiators =
        [
            .. devices.Where(device => device.Enumerator.Equals("ROOT", StringComparison.OrdinalIgnoreCase) && device.DeviceId.Equals("ISCSIPRT", StringComparison.OrdinalIgnoreCase)).Select(ReadInitiator),
        ];
    }

    /// <summary>The control set that the facts are from.</summary>
    public ControlSet ControlSet { get; }

    /// <summary>Single values.</summary>
    public WindowsSettings Settings { get; }

    /// <summary>All PCI devices that this Windows has met.</summary>
    public IReadOnlyList<DeviceInstance> PciDevices { get; }

    /// <summary>All devices of the class of network adapters, on PCI or elsewhere.</summary>
    public IReadOnlyList<WindowsNic> Nics { get; }

    /// <summary>The instances of the class of network adapters, also those whose device is gone.</summary>
    public IReadOnlyList<NetworkAdapter> Adapters { get; }

    /// <summary>Network services, among them the filters that adapters' bindings name.</summary>
    public IReadOnlyList<NetworkFilter> Filters { get; }

    /// <summary>Devices of the Microsoft iSCSI Initiator: one is needed.</summary>
    public IReadOnlyList<IscsiInitiatorDevice> Initiators { get; }

    /// <summary>Addresses of adapters.</summary>
    public IReadOnlyList<TcpipInterface> Interfaces { get; }

    /// <summary>What IPv4 is bound to: <c>\Device\{GUID}</c> with the adapters' GUIDs.</summary>
    public IReadOnlyList<string> TcpipBind { get; }

    /// <summary>Reads the facts of the control set that the key <c>Select</c> names.</summary>
    /// <param name="system">The SYSTEM hive.</param>
    /// <param name="selection"><c>Current</c>, or <c>Default</c> and the others of that key.</param>
    /// <returns>The facts, or null when the hive has no such control set.</returns>
    /// <exception cref="HiveFormatException">The hive is malformed.</exception>
    public static WindowsFacts? Read(RegistryHive system, string selection = "Current") =>
        ControlSet.TryGet(system, out var set, selection) ? new WindowsFacts(system, set) : null;

    /// <summary>The facts of another control set of the same hive, or null when it has none of that name.</summary>
    /// <param name="selection"><c>Current</c>, or <c>Default</c> and the others of the key <c>Select</c>.</param>
    /// <exception cref="HiveFormatException">The hive is malformed.</exception>
    public WindowsFacts? OfControlSet(string selection) => Read(_system, selection);

    /// <summary>A driver or service by its name, or null.</summary>
    /// <exception cref="HiveFormatException">The hive is malformed there.</exception>
    public WindowsService? Service(string name) => WindowsService.Read(ControlSet, name);

    /// <summary>The filter of a GUID, or null.</summary>
    public NetworkFilter? Filter(Guid id) => _filters.GetValueOrDefault(id);

    /// <summary>Filters above all devices of a class.</summary>
    /// <exception cref="HiveFormatException">The hive is malformed there.</exception>
    public WindowsSetting UpperFilters(Guid deviceClass)
    {
        var path = ClassPath("Class", deviceClass);
        return new WindowsSetting(path, "UpperFilters", _system.Find(path)?.Value("UpperFilters"));
    }

    private string ClassPath(string kind, Guid id) => $"{ControlSet.Key.Name}\\Control\\{kind}\\{id:B}";

    private IReadOnlyList<RegistryKey> Below(string path) => _system.Root.SubkeysOf(path);

    private IscsiInitiatorDevice ReadInitiator(DeviceInstance device)
    {
        var path = device.Driver is null ? null : $"{ControlSet.Key.Name}\\Control\\Class\\{device.Driver}\\Parameters";
        var key = path is null ? null : _system.Find(path);
        return new IscsiInitiatorDevice(device, path, key.Number("MaxRequestHoldTime"), key.Number("LinkDownTime"));
    }

    // A damaged hive may name thousands of each: nothing is looked for one by one.
    private sealed class Join
    {
        private readonly WindowsFacts _facts;
        private readonly Dictionary<string, NetworkAdapter> _adapters = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<Guid, TcpipInterface> _interfaces = [];
        private readonly HashSet<string> _bound;

        public Join(WindowsFacts facts)
        {
            _facts = facts;
            _bound = new HashSet<string>(facts.TcpipBind, StringComparer.OrdinalIgnoreCase);
            foreach (var adapter in facts.Adapters)
            {
                _adapters.TryAdd($"{WindowsClasses.Net:B}\\{adapter.Index}", adapter);
            }

            foreach (var one in facts.Interfaces)
            {
                _interfaces.TryAdd(one.Adapter, one);
            }
        }

        public WindowsNic Of(DeviceInstance device)
        {
            var adapter = device.Driver is { } driver ? _adapters.GetValueOrDefault(driver) : null;
            var id = adapter?.NetCfgInstanceId;
            return new WindowsNic(
                device,
                adapter,
                device.Service is { Length: > 0 } service ? _facts.Service(service) : null,
                id is { } known ? _interfaces.GetValueOrDefault(known) : null,
                id is not null && _bound.Contains($"\\Device\\{id:B}"));
        }
    }
}
