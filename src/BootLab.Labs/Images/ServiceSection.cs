using BootLab.Disk.Making;
using BootLab.Labs.Files.Shapes;

namespace BootLab.Labs.Images;

/// <summary>Drivers and services, and lightweight filters.</summary>
internal static class ServiceSection
{
    private static readonly Key<long> s_start = new("start", Start, "When it starts: 0 boot, 1 system, 2 automatic, 3 on demand, 4 disabled.", Required: true);

    private static readonly Key<long> s_bootFlags = new("boot-flags", Number("flags"), "On which boots the loader starts it whatever 'start' says: bit 0 for a boot from the network.");

    private static readonly Key<long> s_type = new("type", Number("a type"), "1 a kernel driver (when absent), 2 a file system, 0x20 a program beside others.");

    private static readonly Key<string> s_group = new("group", Scalars.Line, "Its group in the order of loading.");

    private static readonly Key<string> s_image = new("image", Scalars.Line, "Its file, such as System32\\drivers\\disk.sys; a placeholder is laid down there.");

    private static readonly Key<IReadOnlyDictionary<string, uint>> s_overrides = new(
        "start-override", new EntriesShape<string, uint>("starts by name", ImageScalars.ValueName, new ScalarShape<uint>("a start from 0 to 4", [Files.Yaml.ScalarKind.Integer], uint.TryParse)), "Starts that replace 'start' for hardware configurations (Windows 8 on), by name, such as \"0\": 3.");

    public static readonly MapShape<ServiceSpec> Shape = new(
        "service",
        "A driver or service.",
        [s_start, s_bootFlags, s_type, s_group, s_image, s_overrides],
        map => new ServiceSpec((uint)map.Get(s_start))
        {
            BootFlags = (uint?)map.FindValue(s_bootFlags),
            Type = (uint)map.Get(s_type, 1),
            Group = map.Find(s_group),
            Image = map.Find(s_image),
            StartOverrides = map.Get(s_overrides, new Dictionary<string, uint>()),
        });

    private static readonly Key<Guid> s_guid = new("guid", Scalars.Uuid, "Its GUID.", Required: true);

    private static readonly Key<uint> s_runType = new(
        "run-type", Scalars.Choice("how it runs", new Dictionary<string, uint> { ["mandatory"] = 1, ["optional"] = 2 }), "mandatory: an adapter does not work without it; or optional.", Required: true);

    private static readonly Key<string> s_service = new("service", Scalars.Line, "The service of its driver.", Required: true);

    private static readonly Key<string> s_component = new("component", Scalars.Line, "Its identifier, such as ms_wfplwf.", Required: true);

    public static readonly MapShape<FilterSpec> Filter = new(
        "filter",
        "A lightweight filter of the network.",
        [s_guid, s_runType, s_service, s_component],
        map => new FilterSpec(map.Get(s_guid), map.Get(s_runType), map.Get(s_service), map.Get(s_component)));

    private static ScalarShape<long> Start => Scalars.Whole("a start", 0, 4);

    private static ScalarShape<long> Number(string what) => Scalars.Whole(what, 0, uint.MaxValue);
}
