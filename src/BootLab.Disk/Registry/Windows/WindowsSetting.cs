namespace BootLab.Disk.Registry.Windows;

/// <summary>A single value on which an iSCSI boot may depend: where it stands, and what is there.</summary>
/// <param name="KeyPath">Path of its key, from the root of the hive, whether it is there or not.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value, or null.</param>
public sealed record WindowsSetting(string KeyPath, string Name, RegistryValue? Value)
{
    /// <summary>The number, or null.</summary>
    public uint? Number => Value?.AsUInt32;

    /// <summary>The text, or null.</summary>
    public string? Text => Value?.AsString;

    /// <summary>The texts; none when the value is absent.</summary>
    public IReadOnlyList<string> Texts => Value?.AsStrings ?? [];
}

/// <summary>The settings of a SYSTEM hive on which an iSCSI boot may depend.</summary>
public sealed class WindowsSettings
{
    private readonly RegistryHive _system;
    private readonly string _set;

    internal WindowsSettings(RegistryHive system, ControlSet set) => (_system, _set) = (system, set.Key.Name);

    /// <summary>Bit 0: drivers for a boot from the network are loaded whether there is an iBFT or not.</summary>
    public WindowsSetting BootDriverFlags => InSet("Control", "BootDriverFlags");

    /// <summary>The same for the hardware at hand (Windows 8 on).</summary>
    public WindowsSetting HardwareBootDriverFlags => At(HardwarePath(), "BootDriverFlags");

    /// <summary>The order in which groups of drivers are loaded.</summary>
    public WindowsSetting ServiceGroupOrder => InSet("Control\\ServiceGroupOrder", "List");

    /// <summary>Page files, one a text; empty for none.</summary>
    public WindowsSetting PagingFiles => InSet("Control\\Session Manager\\Memory Management", "PagingFiles");

    /// <summary>1: drivers are never paged out.</summary>
    public WindowsSetting DisablePagingExecutive => InSet("Control\\Session Manager\\Memory Management", "DisablePagingExecutive");

    /// <summary>1: shutting down saves the kernel's session (fast startup).</summary>
    public WindowsSetting HiberbootEnabled => InSet("Control\\Session Manager\\Power", "HiberbootEnabled");

    /// <summary>1: hibernation is on.</summary>
    public WindowsSetting HibernateEnabled => InSet("Control\\Power", "HibernateEnabled");

    /// <summary>0: a stop writes no dump.</summary>
    public WindowsSetting CrashDumpEnabled => InSet("Control\\CrashControl", "CrashDumpEnabled");

    /// <summary>Which disks come online by themselves.</summary>
    public WindowsSetting SanPolicy => InSet("Services\\partmgr\\Parameters", "SanPolicy");

    /// <summary>1: the device is not encrypted by itself.</summary>
    public WindowsSetting PreventDeviceEncryption => InSet("Control\\BitLocker", "PreventDeviceEncryption");

    /// <summary>Seconds until a request to a disk fails.</summary>
    public WindowsSetting DiskTimeOut => InSet("Services\\disk", "TimeOutValue");

    /// <summary>1: a link that goes down leaves the addresses (XP and 2003).</summary>
    public WindowsSetting DisableDhcpMediaSense => InSet("Services\\Tcpip\\Parameters", "DisableDHCPMediaSense");

    /// <summary>1: set-up has not ended.</summary>
    public WindowsSetting SystemSetupInProgress => At("Setup", "SystemSetupInProgress");

    /// <summary>Not 0: set-up goes on at the next boot.</summary>
    public WindowsSetting SetupType => At("Setup", "SetupType");

    /// <summary>1: the first questions to the user are not answered.</summary>
    public WindowsSetting OobeInProgress => At("Setup", "OOBEInProgress");

    /// <summary>What set-up runs at the next boot.</summary>
    public WindowsSetting SetupCommand => At("Setup", "CmdLine");

    /// <summary>The control set that Windows ran on last.</summary>
    public WindowsSetting CurrentSet => At("Select", "Current");

    /// <summary>The control set that the next boot takes.</summary>
    public WindowsSetting DefaultSet => At("Select", "Default");

    /// <summary>The control set of the last boot that got as far as a logon.</summary>
    public WindowsSetting LastKnownGoodSet => At("Select", "LastKnownGood");

    /// <summary>The disk and partition that drive C: was.</summary>
    public WindowsSetting DriveC => At("MountedDevices", "\\DosDevices\\C:");

    /// <summary>All of them, in the order above.</summary>
    public IReadOnlyList<WindowsSetting> All =>
    [
        BootDriverFlags, HardwareBootDriverFlags, ServiceGroupOrder, PagingFiles, DisablePagingExecutive, HiberbootEnabled, HibernateEnabled, CrashDumpEnabled, SanPolicy,
        PreventDeviceEncryption, DiskTimeOut, DisableDhcpMediaSense, SystemSetupInProgress, SetupType, OobeInProgress, SetupCommand, CurrentSet, DefaultSet, LastKnownGoodSet, DriveC,
    ];

    // Where Current is not in the file, or only a link, LastConfig names the key that it stood for.
    private string HardwarePath()
    {
        const string Current = "HardwareConfig\\Current";
        return _system.Find(Current) is not { IsLink: false } && _system.Find("HardwareConfig").Text("LastConfig") is { Length: > 0 } last ? $"HardwareConfig\\{last}" : Current;
    }

    private WindowsSetting InSet(string path, string name) => At($"{_set}\\{path}", name);

    private WindowsSetting At(string path, string name) => new(path, name, _system.Find(path)?.Value(name));
}
