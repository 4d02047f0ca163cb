using System.Globalization;
using System.Text.RegularExpressions;
using BootLab.Ibft;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;
using BootLab.Machine;
using BootLab.Os.Windows;
using BootLab.Report.Accounts;

namespace BootLab.Labs.Files.Sections;

/// <summary>An account of a boot of Windows, as <c>bootlab report</c> writes it.</summary>
internal static partial class AccountSection
{
    private static readonly Key<string> s_schema = new("schema", Scalars.Choice("a schema", new Dictionary<string, string> { [AccountJson.Schema] = AccountJson.Schema }), "What the document is.", Required: true);

    private static readonly Key<string> s_bootlab = new("bootlab", Scalars.Line, "The version of BootLab that wrote it.", Required: true);

    private static readonly Key<string> s_outcome = new(
        "outcome", new ScalarShape<string>($"how the boot ended: {string.Join(", ", AccountCheck.Outcomes)}, or stop- and a stop code", Scalars.TextOnly, TryParseOutcome), "How the boot ended, as somebody saw it.");

    private static readonly Key<string> s_note = new("note", Scalars.Text, "What else they say.");

    private static readonly Key<string> s_program = new("boot_program", Scalars.Text, "The boot program.");

    private static readonly Key<bool> s_started = new("disk_started", Scalars.Boolean, "Whether the boot program started the disk; absent when nobody knows.");

    private static readonly Key<TableThere> s_table = new("table", TableShape(), "The table in memory; absent when there is none, or none that can be read.");

    private static readonly Key<BiosData> s_bios = new("bios", BiosShape(), "What the BIOS says in its data area.");

    private static readonly Key<FirmwareKind> s_firmware = new("firmware", Scalars.Choice<FirmwareKind>("a kind of firmware"), "The firmware that booted.", Required: true);

    private static readonly Key<MachineSpec> s_machine = new("machine", MachineSection.Shape, "The machine, as in a lab.");

    private static readonly Key<IReadOnlyList<TargetSpec>> s_targets = new("targets", new ListShape<TargetSpec>("a list of targets", TargetSection.Told), "The targets, as in a lab, but that their disks are names.", Required: true);

    private static readonly Key<OsSpec> s_os = new("os", OsSection.Shape, $"The Windows, as in a lab; the system '{AccountJson.UnknownSystem}' when nobody named it.", Required: true);

    private static readonly Key<IReadOnlyList<string>> s_notSent = new("not_sent", new ListShape<string>("a list of texts", Scalars.Text), "What the predictions used and is not here.", Required: true);

    private static readonly Key<IReadOnlyList<Foretold>> s_predictions = new("predictions", new ListShape<Foretold>("a list of predictions", PredictionShape()), "What was foretold.", Required: true);

    private static readonly Key<Observation> s_observation = new("observation", ObservationShape.Instance, "What bootlab vm run --image saw.");

    private static readonly Key<YamlNode> s_scrubbed = new("scrubbed", AnyShape.Instance, "What was replaced or left out.");

    /// <summary>The account.</summary>
    public static readonly MapShape<SentAccount> Shape = new(
        "account",
        "A boot of Windows from iSCSI, with neutral values in the place of what belongs to a site.",
        [s_schema, s_bootlab, s_outcome, s_note, s_program, s_started, s_table, s_bios, s_firmware, s_machine, LabSection.Networks, s_targets, s_os, s_notSent, s_predictions, s_observation, s_scrubbed],
        Read,
        CheckPlace);

    private static SentAccount Read(MapReader map)
    {
        var os = map.Get(s_os);
        var isKnown = WindowsRelease.TryParse(os.System, out var release, out _);
        var table = map.Find(s_table);
        return new SentAccount(
            new AccountSource(new WindowsSituation
            {
                Release = release ?? WindowsRelease.All[0],
                Memory = AccountMemory.Of(map.Get(s_firmware), table?.Bytes, table?.Address, map.Find(s_bios)),
                Machine = map.Find(s_machine),
                Networks = [.. map.Get(LabSection.Networks, new Dictionary<string, NetworkSpec>()).Select(network => network.Value with { Name = network.Key })],
                Targets = map.Get(s_targets),
                PreBoot = map.FindValue(s_started) is { } started ? AccountSource.Ended(started) : null,
                Hotfixes = os.Hotfixes,
                Installed = os.Installed,
                IsSetup = os.IsSetup,
            })
            {
                IsReleaseKnown = isKnown,
                BootProgram = map.Find(s_program),
                Outcome = map.Find(s_outcome),
                Note = map.Find(s_note),
                Seen = map.Find(s_observation),
            },
            map.Get(s_bootlab),
            map.Get(s_notSent),
            map.Get(s_predictions));
    }

    private static void CheckPlace(MapReader map)
    {
        if (map.Find(s_table) is { } table)
        {
            try
            {
                AccountMemory.Of(map.Get(s_firmware), table.Bytes, table.Address, map.Find(s_bios));
            }
            catch (ArgumentException misfit)
            {
                map.Report(s_table, $"found a table of {misfit.Message.Split(" (Parameter")[0]}");
            }
        }
    }

    private static MapShape<TableThere> TableShape()
    {
        var address = new Key<ulong>("address", new ScalarShape<ulong>("an address such as \"0x9a000\"", Scalars.TextOnly, TryParseAddress, Scalars.Pattern(AddressPattern())), "The physical address.", Required: true);
        var place = new Key<bool>(
            "place", Scalars.Choice("a place", new Dictionary<string, bool> { [AccountJson.LowMemory] = true, [AccountJson.Acpi] = false }), "Whether a boot program left it below 1 MiB, or ACPI lists it.", Required: true);
        var digest = new Key<string>("sha256", Scalars.Sha256, "The digest of the bytes.");
        var bytes = new Key<byte[]>("bytes", new ScalarShape<byte[]>($"{IbftOffsets.MinimumTableSize} to {IbftOffsets.MaximumTableSize} bytes as hexadecimal digits", Scalars.TextOnly, TryParseBytes, Scalars.Pattern(BytesPattern())), "The bytes.", Required: true);
        return new("table of an account", "A table and its place.", [address, place, digest, bytes], map => new TableThere(map.Get(place) ? map.Get(address) : null, map.Get(bytes)));
    }

    private static MapShape<BiosData> BiosShape()
    {
        var disks = new Key<long>("disks", Scalars.Whole("a number of disks", 0, byte.MaxValue), "Disks that it counts (40:75).", Required: true);
        var free = new Key<long>("base_memory_kib", Scalars.Whole("a number of KiB", 0, ushort.MaxValue), "Base memory that is free (40:13).", Required: true);
        return new("BIOS data", "What a BIOS says of itself.", [disks, free], map => new BiosData((byte)map.Get(disks), (ushort)map.Get(free)));
    }

    private static MapShape<Foretold> PredictionShape()
    {
        var profile = new Key<string>("profile", Scalars.Name, "The profile of knowledge.", Required: true);
        var outcome = new Key<WindowsOutcome>("outcome", Scalars.Choice<WindowsOutcome>("an outcome"), "How the boot ends.", Required: true);
        var code = new Key<uint?>("code", new ScalarShape<uint?>("a code such as \"0x7B\", or null", [ScalarKind.Text, ScalarKind.Null], TryParseCode), "The stop code or the loader's error.");
        var stage = new Key<WindowsStage>("stage", Scalars.Choice<WindowsStage>("a stage"), "The stage that decides.", Required: true);
        var deciding = new Key<string?>("deciding", new ScalarShape<string?>("a fact, or null", [ScalarKind.Text, ScalarKind.Null], TryParseFact), "The fact that decides.");
        var kind = new Key<string>("kind", Scalars.Name, "What is wrong.", Required: true);
        var degradations = new Key<IReadOnlyList<string>>(
            "degradations", new ListShape<string>("a list of degradations", new MapShape<string>("degradation", "What is wrong although it boots.", [kind, Any("nic"), Any("fact")], map => map.Get(kind))), "What is wrong although it boots.");
        string[] rest = ["release", "release_name", "reported", "headline", "confidence", "change", "stages", "dissent"];
        return new(
            "prediction of an account", "What a profile foretold (bootlab/predict/1).", [profile, outcome, code, stage, deciding, degradations, .. rest.Select(Any)],
            map => new Foretold(map.Get(profile), map.Get(outcome), map.Get(code, null), map.Get(stage), map.Get(deciding, null), [.. map.Get(degradations, []).Distinct()]));

        static Key Any(string name) => new Key<YamlNode>(name, AnyShape.Instance, "As bootlab predict has it.");
    }

    private static bool TryParseOutcome(string text, out string value)
    {
        value = text;
        return AccountCheck.IsOutcome(text);
    }

    private static bool TryParseAddress(string text, out ulong value)
    {
        value = 0;
        return AddressPattern().IsMatch(text) && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryParseBytes(string text, out byte[] value)
    {
        value = BytesPattern().IsMatch(text) ? Convert.FromHexString(text) : [];
        return value.Length is >= IbftOffsets.MinimumTableSize and <= IbftOffsets.MaximumTableSize;
    }

    private static bool TryParseCode(string text, out uint? value)
    {
        var isCode = AddressPattern().IsMatch(text) & uint.TryParse(text.AsSpan(Math.Min(2, text.Length)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code);
        value = isCode ? code : null;
        return isCode || text is "null" or "";
    }

    private static bool TryParseFact(string text, out string? value)
    {
        value = text is "null" or "" ? null : text;
        return text.Length < 64;
    }

    [GeneratedRegex(@"^0x[0-9a-fA-F]{1,16}\z")]
    private static partial Regex AddressPattern();

    [GeneratedRegex(@"^([0-9a-fA-F]{2})+\z")]
    private static partial Regex BytesPattern();

    private sealed record TableThere(ulong? Address, byte[] Bytes);
}
