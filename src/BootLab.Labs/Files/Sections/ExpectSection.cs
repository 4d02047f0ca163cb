using System.Net.NetworkInformation;
using System.Text.RegularExpressions;
using BootLab.Labs.Files.Shapes;
using BootLab.Rom;
using BootLab.Rules;
using BootLab.Rules.Predicting;
using BootLab.Rules.SeedOrdering;

namespace BootLab.Labs.Files.Sections;

/// <summary><c>expect</c>: what must come out of a run.</summary>
internal static partial class ExpectSection
{
    private static readonly Key<BootOutcomeKind> Outcome = new("outcome", Scalars.Choice<BootOutcomeKind>("an outcome"), "How the boot ends.");

    private static readonly Key<string> Error = new("error", Scalars.Line, "Number (\"0x1d852039\") or words of the final error.");

    private static readonly Key<ExpectedTable> Table = new("table", TableShape(), "What the table must be.");

    private static readonly Key<IReadOnlyDictionary<string, VerdictState>> Rules = new(
        "rules",
        new EntriesShape<string, VerdictState>("a mapping of rule ids to verdicts", RuleId, Scalars.Choice<VerdictState>("a verdict")),
        "What each rule says of the table.");

    private static readonly Key<IReadOnlyList<string>> Console = new("console", new ListShape<string>("a list of lines", Scalars.Line), "Lines that the console shows, in this order, others between them allowed.");

    public static readonly IReadOnlyList<Key<ExpectedPrediction>> Predictions =
    [
        new(Predictor.Windows, PredictionSection.Shape, "What the profile windows predicts: all evidence weighed."),
        new(Predictor.SeedOrdering, PredictionSection.Shape, "What the profile seed-ordering predicts: the rules of serverfault 477708 as law."),
    ];

    public static readonly MapShape<ExpectSpec> Shape = new(
        "expectation",
        "What must come out of a run; what is not named is not looked at.",
        [Outcome, Error, Table, Rules, .. Predictions, Console],
        map => new ExpectSpec
        {
            Outcome = map.FindValue(Outcome),
            Error = map.Find(Error),
            Table = map.Find(Table),
            Rules = map.Get(Rules, new Dictionary<string, VerdictState>()),
            Predictions = Predictions.Where(key => map.Has(key)).ToDictionary(key => key.Name, key => map.Get(key)),
            Console = map.Get(Console, []),
        },
        map =>
        {
            if (map.Has(Error) && map.FindValue(Outcome) == BootOutcomeKind.Booted)
            {
                map.Report(Error, "found an error beside 'outcome: booted', expected one of them");
            }
        });

    private static ScalarShape<string> RuleId => new(
        $"the id of a rule: {string.Join(", ", SeedOrderingProfile.Rules.Select(rule => rule.Id))}", Scalars.TextOnly, TryFindRule, Scalars.Pattern(RuleIdPattern()));

    // The exact id, so that a lab reads as the catalogue does.
    private static bool TryFindRule(string text, out string value)
    {
        value = text;
        return SeedOrderingProfile.Rules.Any(rule => rule.Id == text);
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*\z")]
    private static partial Regex RuleIdPattern();

    private static MapShape<ExpectedTable> TableShape()
    {
        var sha256 = new Key<string>("sha256", Scalars.Sha256, "SHA-256 of its bytes.");
        var file = new Key<string>("file", new FileShape("a file beside the lab with the table's bytes"), "A file with its exact bytes.");
        var length = new Key<long>("length", Scalars.Whole("a length in bytes", 0, ushort.MaxValue), "Length in bytes.");
        var address = new Key<long>("address", Scalars.Whole("a physical address", 0, uint.MaxValue), "Physical address, such as 0x9E620.");
        var place = new Key<TablePlace>("place", Scalars.Choice<TablePlace>("a place"), "Where it is published; nowhere: no table is left.");
        var nics = new Key<IReadOnlyList<PhysicalAddress>>("nics", new ListShape<PhysicalAddress>("a list of MAC addresses", NetworkScalars.Mac), "MAC addresses of its NICs in their order.");
        var targets = new Key<IReadOnlyList<string>>("targets", new ListShape<string>("a list of target names", Scalars.Line), "Names of its targets in their order.");
        return new(
            "expected table",
            "What the table must be.",
            [sha256, file, length, address, place, nics, targets],
            map => new ExpectedTable
            {
                Sha256 = map.Find(sha256),
                File = map.Find(file),
                Length = (int?)map.FindValue(length),
                Address = (uint?)map.FindValue(address),
                Place = map.FindValue(place),
                Nics = map.Find(nics),
                Targets = map.Find(targets),
            });
    }
}
