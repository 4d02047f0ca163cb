using BootLab.Disk.Making;
using BootLab.Disk.Registry.Windows;
using BootLab.Labs.Files.Shapes;
using BootLab.Machine;

namespace BootLab.Labs.Images;

/// <summary>The whole description of an image.</summary>
internal static class ImageSection
{
    public static readonly Key<string> Kind = new("kind", Scalars.Name, "A kind to begin with, such as windows-2012; what follows is laid over its description, and null takes something away.");

    public static readonly Key<FirmwareKind> Firmware = new("firmware", Scalars.Choice<FirmwareKind>("a firmware"), "bios: a master boot record; uefi: a GUID partition table with an EFI system partition.", Required: true);

    public static readonly Key<IReadOnlyList<Func<int, MetNicSpec>>> Nics = new("nics", new ListShape<Func<int, MetNicSpec>>("a list of NICs", MetNicSection.Shape), "The NICs that this Windows has met, the one that it was installed through first.");

    private static readonly Key<string> s_title = new("title", new ScalarShape<string>("a line of at most 72 printable ASCII characters", Scalars.TextOnly, IsTitle), "What the disk is; its boot code prints it.", Required: true);

    private static readonly Key<long> s_signature = new("signature", Scalars.Whole("a number", 1, uint.MaxValue), "The signature of a disk with a master boot record; 0x0b007ab1 when absent.");

    private static readonly Key<Guid> s_guid = new("disk-guid", Scalars.Uuid, "The GUID of a disk with a GUID partition table.");

    private static readonly Key<WindowsVersion> s_windows = new("windows", VersionShape(), "Which Windows it is.", Required: true);

    private static readonly Key<IReadOnlyDictionary<string, ServiceSpec>> s_services = new("services", new EntriesShape<string, ServiceSpec>("services by name", Scalars.Name, new OverlaidShape<ServiceSpec>(ServiceSection.Shape)), "Drivers and services by name.");

    private static readonly Key<IReadOnlyDictionary<string, FilterSpec>> s_filters = new("filters", new EntriesShape<string, FilterSpec>("filters by name", Scalars.Name, new OverlaidShape<FilterSpec>(ServiceSection.Filter)), "Lightweight filters, by the names that NICs use.");

    private static readonly Key<bool> s_initiator = new("initiator", Scalars.Boolean, "Whether the Microsoft iSCSI Initiator is installed as a device; true when absent.");

    private static readonly Key<BootEntrySpec> s_bcd = new("bcd", BootEntryShape(), "The boot configuration's entry; without it there is no boot configuration.");

    private static readonly Key<RegistrySection.RegistrySpec> s_registry = new("registry", RegistrySection.Shape, "Further values of the registry.");

    private static readonly Key<IReadOnlyDictionary<string, string>> s_files = new("files", new EntriesShape<string, string>("texts by path", ImageScalars.Path, Scalars.Text), "Further files of the Windows volume with their text.");

    private static readonly Key<IReadOnlyList<string>> s_missing = new("missing", new ListShape<string>("a list of paths", ImageScalars.Path), "Files that are left out.");

    public static readonly MapShape<WindowsDiskSpec> Shape = new(
        "image description",
        "A small synthetic disk with Windows on it: partitions, boot configuration, and what its registry says.",
        [Kind, s_title, Firmware, s_signature, s_guid, s_windows, s_services, Nics, s_filters, s_initiator, s_bcd, s_registry, s_files, s_missing],
        Read,
        Check);

    private static WindowsDiskSpec Read(MapReader map) => new()
    {
        Title = map.Get(s_title),
        IsUefi = map.Get(Firmware) == FirmwareKind.Uefi,
        Signature = (uint)map.Get(s_signature, 0x0b007ab1),
        DiskId = map.Get(s_guid, new Guid("b007ab1d-0000-4000-8000-000000000000")),
        Version = map.Get(s_windows),
        Services = map.Get(s_services, new Dictionary<string, ServiceSpec>()),
        Nics = [.. map.Get(Nics, []).Select((nic, position) => nic(position))],
        Filters = map.Get(s_filters, new Dictionary<string, FilterSpec>()),
        HasInitiator = map.Get(s_initiator, true),
        BootEntry = map.Find(s_bcd),
        ControlSetValues = map.Find(s_registry)?.ControlSet ?? [],
        SystemValues = map.Find(s_registry)?.System ?? [],
        SoftwareValues = map.Find(s_registry)?.Software ?? [],
        Files = map.Get(s_files, new Dictionary<string, string>()),
        Missing = map.Get(s_missing, []),
    };

    private static void Check(MapReader map)
    {
        var image = Read(map);
        foreach (var (nic, filter) in image.Nics.SelectMany(nic => nic.Filters.Where(filter => !image.Filters.ContainsKey(filter)).Select(filter => (nic, filter))))
        {
            map.Report(Nics, $"found the filter '{filter}' at the NIC {nic.Location}, expected one of: {string.Join(", ", image.Filters.Keys)}; add it under 'filters'");
        }

        foreach (var twice in image.Nics.GroupBy(nic => nic.ClassIndex).Where(group => group.Key is not null && group.Count() > 1))
        {
            map.Report(Nics, $"found the class index {twice.Key} at {twice.Count()} NICs, expected one each");
        }

        foreach (var twice in image.Nics.GroupBy(nic => nic.Location).Where(group => group.Count() > 1))
        {
            map.Report(Nics, $"found {twice.Count()} NICs at {twice.Key}, expected one at a place");
        }
    }

    private static MapShape<WindowsVersion> VersionShape()
    {
        var product = new Key<string>("product", Scalars.Line, "Its name, such as Windows Server 2012 Standard; Windows 11 calls itself 10.");
        var build = new Key<long>("build", Scalars.Whole("a build", 1, int.MaxValue), "Its build, such as 9200.");
        var revision = new Key<long>("revision", Scalars.Whole("a revision", 0, uint.MaxValue), "The revision of the build (UBR), Windows 10 on.");
        var type = new Key<string>("type", Scalars.Line, "Client, Server, Server Core.");
        return new(
            "version",
            "Which Windows it is.",
            [product, build, revision, type],
            map => new WindowsVersion(map.Find(product), (int?)map.FindValue(build), (uint?)map.FindValue(revision), map.Find(type)));
    }

    private static MapShape<BootEntrySpec> BootEntryShape()
    {
        var devices = Scalars.Choice<BootDevice>("a device");
        var description = new Key<string>("description", Scalars.Line, "What the menu shows; Windows when absent.");
        var path = new Key<string>("path", Scalars.Line, "The loader; \\Windows\\system32\\winload.exe or winload.efi, as the firmware needs, when absent.");
        var device = new Key<BootDevice>("device", devices, "Where the loader is; this-disk when absent.");
        var osDevice = new Key<BootDevice>("os-device", devices, "Where Windows is; this-disk when absent.");
        var root = new Key<string>("system-root", Scalars.Line, "The folder of Windows; \\Windows when absent.");
        var recovery = new Key<bool>("recovery", Scalars.Boolean, "Whether Windows goes to its recovery by itself; without it the entry does not say.");
        var policy = new Key<long>("status-policy", Scalars.Whole("a policy", 0, 3), "Which failures count as failed boots: 0 all, 1 none, 2 all but shutdown, 3 all but boot; without it the entry does not say.");
        return new(
            "boot entry",
            "The entry of the boot configuration that starts Windows.",
            [description, path, device, osDevice, root, recovery, policy],
            map => new BootEntrySpec
            {
                Description = map.Get(description, "Windows"),
                Path = map.Find(path),
                Device = map.Get(device, BootDevice.ThisDisk),
                OsDevice = map.Get(osDevice, BootDevice.ThisDisk),
                SystemRoot = map.Get(root, "\\Windows"),
                Recovery = map.FindValue(recovery),
                StatusPolicy = (ulong?)map.FindValue(policy),
            });
    }

    private static bool IsTitle(string text, out string title)
    {
        const int Longest = 72;
        title = text;
        return text.Length is > 0 and <= Longest && text.All(c => c is >= ' ' and <= '~');
    }
}
