namespace BootLab.Disk.Registry.Bcd;

/// <summary>Elements on which a boot from iSCSI may depend (Microsoft, BCD reference).</summary>
public static class BcdElementTypes
{
    /// <summary>The device that the program is on.</summary>
    public const uint Device = 0x11000001;

    /// <summary>The program on that device.</summary>
    public const uint Path = 0x12000002;

    /// <summary>What the menu shows.</summary>
    public const uint Description = 0x12000004;

    /// <summary>Objects whose elements hold where an object has none of its own.</summary>
    public const uint Inherit = 0x14000006;

    /// <summary>Whether Windows goes to its recovery by itself after failed boots.</summary>
    public const uint RecoveryEnabled = 0x16000009;

    /// <summary>Boot manager: the entry that starts when nobody chooses.</summary>
    public const uint DefaultObject = 0x23000003;

    /// <summary>Boot manager: the entries of the menu.</summary>
    public const uint DisplayOrder = 0x24000001;

    /// <summary>Loader: the device that Windows is on.</summary>
    public const uint OsDevice = 0x21000001;

    /// <summary>Loader: the folder of Windows on that device.</summary>
    public const uint SystemRoot = 0x22000002;

    /// <summary>Loader: it starts Windows PE.</summary>
    public const uint WinPE = 0x26000022;

    /// <summary>Loader: which failures count as failed boots.</summary>
    public const uint BootStatusPolicy = 0x250000e0;
}
