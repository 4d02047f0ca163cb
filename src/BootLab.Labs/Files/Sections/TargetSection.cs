using System.Net;
using BootLab.Iscsi.Target;
using BootLab.Labs.Files.Shapes;
using BootLab.Machine;

namespace BootLab.Labs.Files.Sections;

/// <summary>An entry of <c>targets</c>.</summary>
internal static class TargetSection
{
    public static readonly Key<string> Iqn = new("iqn", NetworkScalars.IscsiName, "The target's name.", Required: true);

    public static readonly Key<IReadOnlyList<IPEndPoint>> Portals = new(
        "portals", new ListShape<IPEndPoint>("a list of portals", NetworkScalars.Portal), "Where it answers, on addresses inside the lab's networks; port 3260 of every network's server when absent.");

    public static readonly Key<IReadOnlyDictionary<ushort, LunSpec>> Luns = new(
        "luns", new EntriesShape<ushort, LunSpec>("a mapping of LUN numbers to images", Scalars.NumberKey("a LUN number from 0 to 65535"), Lun.Shape), "The logical units by number.");

    private static readonly Key<LunSpec> AnyLun = new("any-lun", Lun.Shape, "What answers under every number that 'luns' does not name.");

    private static readonly Key<IReadOnlyList<string>> Initiators = new(
        "initiators", new ListShape<string>("a list of initiator names", NetworkScalars.IscsiName), "Initiators that may log in; any when absent.");

    private static readonly Key<long> MaxSessions = new("max-sessions", Scalars.Whole("a number of sessions from 1 to 65535", 1, ushort.MaxValue), "Sessions that it takes at a time at each portal; any number when absent.");

    private static readonly Key<string> Redirect = new(
        "redirect", Scalars.Matching("a TargetAddress such as \"10.9.0.7:3260\"", new(@"^[^\s]+\z")), "Answers every login with 'target moved temporarily' and this TargetAddress (RFC 7143, 13.8).");

    private static readonly Key<IReadOnlyList<string>> Faults = new(
        "faults", new ListShape<string>("a list of faults", FaultShape.Instance), $"What the target does wrong, each fault as {TargetFault.Syntax}.");

    public static readonly Key<IPEndPoint> Existing = new("existing", NetworkScalars.Portal, "An existing server, reached through the host's sockets at this address; nothing is embedded.");

    private static readonly Key<(ChapSpec Chap, ChapWhen When)> Chap = new("chap", ChapSection.TargetShape, "CHAP that the target knows.");

    public static readonly MapShape<TargetSpec> Shape = new(
        "target",
        "An iSCSI target.",
        [Iqn, Portals, Luns, AnyLun, Chap, Initiators, MaxSessions, Redirect, Faults, Existing],
        map => Read(map) with { Luns = map.Get(Luns, new Dictionary<ushort, LunSpec>()), AnyLun = map.Find(AnyLun) },
        map =>
        {
            if (!map.Has(Luns) && !map.Has(AnyLun) && !map.Has(Redirect) && !map.Has(Existing))
            {
                map.Report(Iqn, "found a target without a disk, expected 'luns', 'any-lun', 'redirect' or 'existing'; add 'luns: {1: IMAGE}'");
            }

            if (map.Has(Existing) && (map.Has(Luns) || map.Has(AnyLun) || map.Has(Redirect) || map.Has(Chap) || map.Has(Faults)))
            {
                map.Report(Existing, "found an existing server with disks, CHAP, faults or a redirect of its own, expected 'existing' alone; the server decides these");
            }
        });

    // A disk by a name that stands for it wherever it is.
    private static readonly ScalarShape<string> DiskName = Scalars.Matching("a disk's name such as disk0", new(@"^[^\s]+\z"));

    private static readonly Key<IReadOnlyDictionary<ushort, string>> NamedLuns = new(
        "luns", new EntriesShape<ushort, string>("a mapping of LUN numbers to names of disks", Scalars.NumberKey("a LUN number from 0 to 65535"), DiskName), "The disks by number; one name is one disk.");

    private static readonly Key<string> NamedAnyLun = new("any-lun", DiskName, "The disk under every number that 'luns' does not name.");

    /// <summary>A target of an account, whose disks are names.</summary>
    public static readonly MapShape<TargetSpec> Told = new(
        "told target",
        "An iSCSI target of an account.",
        [Iqn, Portals, NamedLuns, NamedAnyLun, Chap, Initiators, MaxSessions, Redirect, Faults, Existing],
        map => Read(map) with
        {
            Luns = map.Get(NamedLuns, new Dictionary<ushort, string>()).ToDictionary(lun => lun.Key, lun => new LunSpec { Image = lun.Value }),
            AnyLun = map.Find(NamedAnyLun) is { } any ? new LunSpec { Image = any } : null,
        });

    private static TargetSpec Read(MapReader map) => new()
    {
        Iqn = map.Get(Iqn),
        Portals = map.Get(Portals, []),
        Chap = map.FindValue(Chap)?.Chap,
        ChapWhen = map.FindValue(Chap)?.When ?? ChapWhen.Demanded,
        Initiators = map.Get(Initiators, []),
        MaxSessions = (int?)map.FindValue(MaxSessions),
        Redirect = map.Find(Redirect),
        Faults = map.Get(Faults, []),
        Existing = map.Find(Existing),
    };

    /// <summary>A logical unit.</summary>
    public static class Lun
    {
        private static readonly Key<string> Image = new("image", ImageFile, "Raw image beside the lab; a name ending in .gz is unpacked in memory.");

        private static readonly Key<long> Size = new("size", Scalars.DiskSize, "A disk of zeros of this size instead of an image.");

        private static readonly Key<byte[]> BootCode = new("boot-code", Scalars.HexBytes, "The first bytes of a disk of zeros, whose first sector then ends in 55 AA.");

        private static readonly Key<bool> Mode = new(
            "mode",
            Scalars.Choice("a mode", new Dictionary<string, bool> { ["copy-on-write"] = false, ["read-only"] = true }),
            "copy-on-write (when absent): writes are kept in memory and thrown away; read-only: writes are refused.");

        private static readonly Key<int> BlockSize = new(
            "block-size", new ScalarShape<int>("a block size of 512, 2048 or 4096", [Yaml.ScalarKind.Integer], TryParseBlockSize), "Logical block size in bytes; 512 when absent.");

        public static readonly Shape<LunSpec> Shape = new ShortOrLongShape<LunSpec>(new ImageShape(ImageFile), new MapShape<LunSpec>(
            "LUN",
            "A logical unit: an image, or a disk of zeros.",
            [Image, Size, BootCode, Mode, BlockSize],
            map => new LunSpec
            {
                Image = map.Find(Image),
                Blank = map.Has(Size) ? new BlankDiskSpec(map.Get(Size), map.Get(BootCode, [])) : null,
                ReadOnly = map.Get(Mode, false),
                BlockSize = map.Get(BlockSize, 512),
            },
            CheckDisk));

        private static FileShape ImageFile => new("a disk image beside the lab");

        private static void CheckDisk(MapReader map)
        {
            // The signature takes the last two bytes of the sector.
            const int LongestBootCode = 510;
            if (map.Has(Image) == map.Has(Size))
            {
                map.Report(map.Has(Size) ? Size : Image, "found 'image' and 'size' both or neither, expected one of them");
            }
            else if (map.Has(BootCode) && !map.Has(Size))
            {
                map.Report(BootCode, "found boot code beside an image, expected it with 'size' only; put the code into the image");
            }
            else if (map.Get(BootCode, []).Length > LongestBootCode)
            {
                map.Report(BootCode, $"found {map.Get(BootCode).Length} bytes, expected at most {LongestBootCode}");
            }
        }

        private static bool TryParseBlockSize(string text, out int value) => int.TryParse(text, out value) && value is 512 or 2048 or 4096;
    }

    // The short form of a LUN: the image alone.
    private sealed class ImageShape(FileShape file) : Shape<LunSpec>
    {
        public override string What => file.What;

        public override void Check(Yaml.YamlNode node, LabContext context) => file.Check(node, context);

        public override LunSpec Read(Yaml.YamlNode node, LabContext context) => new() { Image = file.Read(node, context) };

        public override System.Text.Json.Nodes.JsonObject ToSchema(SchemaDefinitions definitions) => file.ToSchema(definitions);
    }
}
