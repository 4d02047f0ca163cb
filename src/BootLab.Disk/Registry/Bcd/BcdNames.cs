namespace BootLab.Disk.Registry.Bcd;

/// <summary>Names that bcdedit gives to objects and elements (Microsoft, BCD reference: BcdLibraryElementTypes and the like).</summary>
internal static class BcdNames
{
    public static readonly Guid BootManager = new("9dea862c-5cdd-4e70-acc1-f32b344d4795");

    private static readonly Dictionary<Guid, string> _objects = new()
    {
        [BootManager] = "{bootmgr}",
        [new Guid("a5a30fa2-3d06-4e9f-b5f4-a01df9d1fcba")] = "{fwbootmgr}",
        [new Guid("b2721d73-1db4-4c62-bf78-c548a880142d")] = "{memdiag}",
        [new Guid("466f5a88-0af2-4f76-9038-095b170dc21c")] = "{ntldr}",
        [new Guid("7ea2e1ac-2e61-4728-aaa3-896d9d0a9f0e")] = "{globalsettings}",
        [new Guid("6efb52bf-1766-41db-a6b3-0ee5eff72bd7")] = "{bootloadersettings}",
        [new Guid("1afa9c49-16ab-4a5c-901b-212802da9460")] = "{resumeloadersettings}",
        [new Guid("4636856e-540f-4170-a130-a84776f4c654")] = "{dbgsettings}",
        [new Guid("0ce4991b-e6b3-4b16-b23c-5e0d9250e5d9")] = "{emssettings}",
        [new Guid("5189b25c-5558-4bf2-bca4-289b11bd29e2")] = "{badmemory}",
        [new Guid("7ff607e0-4395-11db-b0de-0800200c9a66")] = "{hypervisorsettings}",
    };

    private static readonly Dictionary<uint, string> _library = new()
    {
        [BcdElementTypes.Device] = "device",
        [BcdElementTypes.Path] = "path",
        [BcdElementTypes.Description] = "description",
        [0x12000005] = "locale",
        [BcdElementTypes.Inherit] = "inherit",
        [0x14000008] = "recoverysequence",
        [BcdElementTypes.RecoveryEnabled] = "recoveryenabled",
        [0x16000010] = "bootdebug",
        [0x16000020] = "bootems",
        [0x16000048] = "nointegritychecks",
        [0x16000049] = "testsigning",
    };

    private static readonly Dictionary<uint, string> _bootManager = new()
    {
        [BcdElementTypes.DisplayOrder] = "displayorder",
        [0x24000002] = "bootsequence",
        [BcdElementTypes.DefaultObject] = "default",
        [0x25000004] = "timeout",
        [0x23000006] = "resumeobject",
        [0x24000010] = "toolsdisplayorder",
    };

    private static readonly Dictionary<uint, string> _loader = new()
    {
        [BcdElementTypes.OsDevice] = "osdevice",
        [BcdElementTypes.SystemRoot] = "systemroot",
        [0x23000003] = "resumeobject",
        [0x26000010] = "detecthal",
        [0x25000020] = "nx",
        [0x25000021] = "pae",
        [BcdElementTypes.WinPE] = "winpe",
        [0x25000080] = "safeboot",
        [0x260000a0] = "debug",
        [0x260000b0] = "ems",
        [0x250000c2] = "bootmenupolicy",
        [BcdElementTypes.BootStatusPolicy] = "bootstatuspolicy",
    };

    private static readonly Dictionary<uint, string> _device = new()
    {
        [0x35000001] = "ramdiskimageoffset",
        [0x35000002] = "ramdisktftpclientport",
        [0x31000003] = "ramdisksdidevice",
        [0x32000004] = "ramdisksdipath",
    };

    public static string? OfObject(Guid id) => _objects.GetValueOrDefault(id);

    public static string? OfElement(uint type, uint objectType) => (type >> 28) switch
    {
        1 => _library.GetValueOrDefault(type),
        2 when objectType == BcdObject.BootManagerType => _bootManager.GetValueOrDefault(type),

        // An entry that loads Windows, or settings that such entries inherit.
        2 when (objectType & 0x000fffff) == (BcdObject.LoaderType & 0x000fffff) => _loader.GetValueOrDefault(type),
        3 => _device.GetValueOrDefault(type),
        _ => null,
    };
}
