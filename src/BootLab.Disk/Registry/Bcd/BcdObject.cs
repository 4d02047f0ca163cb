namespace BootLab.Disk.Registry.Bcd;

/// <summary>An object of a store: the boot manager, an entry, settings that others inherit, or a device.</summary>
/// <param name="Id">Its GUID.</param>
/// <param name="Type">Its type, such as 0x10100002 for the boot manager.</param>
/// <param name="Elements">Its elements by ascending type; unknown ones are kept.</param>
public sealed record BcdObject(Guid Id, uint Type, IReadOnlyList<BcdElement> Elements)
{
    /// <summary>Type of the boot manager of Windows.</summary>
    public const uint BootManagerType = 0x10100002;

    /// <summary>Type of an entry that loads Windows.</summary>
    public const uint LoaderType = 0x10200003;

    /// <summary>bcdedit's name of a well-known object such as <c>{bootmgr}</c>, else the GUID in braces.</summary>
    public string Name => BcdNames.OfObject(Id) ?? Id.ToString("B");

    /// <summary>The device that the program is on.</summary>
    public BcdDevice? Device => Element(BcdElementTypes.Device)?.AsDevice;

    /// <summary>The device that Windows is on.</summary>
    public BcdDevice? OsDevice => Element(BcdElementTypes.OsDevice)?.AsDevice;

    /// <summary>The program on <see cref="Device"/>.</summary>
    public string? Path => Element(BcdElementTypes.Path)?.AsString;

    /// <summary>What the menu shows.</summary>
    public string? Description => Element(BcdElementTypes.Description)?.AsString;

    /// <summary>The folder of Windows on <see cref="OsDevice"/>.</summary>
    public string? SystemRoot => Element(BcdElementTypes.SystemRoot)?.AsString;

    /// <summary>Whether Windows goes to its recovery by itself after failed boots; null when nothing is said here.</summary>
    public bool? RecoveryEnabled => Element(BcdElementTypes.RecoveryEnabled)?.AsBoolean;

    /// <summary>Which failures count as failed boots (0 all, 1 none, 2 all but shutdown, 3 all but boot); null when nothing is said here.</summary>
    public ulong? BootStatusPolicy => Element(BcdElementTypes.BootStatusPolicy)?.AsInteger;

    /// <summary>The element of a type, or null.</summary>
    public BcdElement? Element(uint type) => Elements.FirstOrDefault(element => element.Type == type);
}
