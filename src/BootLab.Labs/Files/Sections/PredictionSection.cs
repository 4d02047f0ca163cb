using BootLab.Labs.Files.Shapes;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;

namespace BootLab.Labs.Files.Sections;

/// <summary>What one profile must predict.</summary>
internal static class PredictionSection
{
    private const string Works = "works";

    private static readonly Shape<IReadOnlyList<string>> s_degradations = new OneOrMoreShape<string>($"a list of degradations such as code-31, or {Works}", Scalars.Name);

    private static readonly Key<WindowsOutcome> s_outcome = new("outcome", Scalars.Choice<WindowsOutcome>("an outcome"), "How the boot of Windows ends.");

    private static readonly Key<WindowsStage> s_stage = new("stage", Scalars.Choice<WindowsStage>("a stage"), "The stage of the fact that decided; the last one, running, where nothing is wrong.");

    private static readonly Key<long> s_code = new("code", Scalars.Whole("a stop code", 0, uint.MaxValue), "The stop code, such as 0x7B, or the loader's error.");

    private static readonly Key<string> s_deciding = new("deciding", Scalars.Line, "The id of the fact or rule that decided, such as N-2 or OQ-4.");

    private static readonly Key<bool> s_reported = new("reported", Scalars.Boolean, "Whether a source reports this outcome of such a case.");

    private static readonly Key<Evidence> s_confidence = new("confidence", Scalars.Choice<Evidence>("an evidence word"), "How the weakest deciding fact is known.");

    /// <summary>NICs by the machine's name.</summary>
    public static readonly Key<IReadOnlyDictionary<string, IReadOnlyList<string>>> Nics = new(
        "nics",
        new EntriesShape<string, IReadOnlyList<string>>("a mapping of NICs to degradations", Scalars.Name, s_degradations),
        $"What is wrong with NICs although Windows boots, such as {{lan: code-31}}; {Works} for nothing.");

    private static readonly Key<IReadOnlyList<string>> s_machine = new("machine", s_degradations, $"What is wrong with the whole machine although Windows boots; {Works} for nothing.");

    public static readonly MapShape<ExpectedPrediction> Shape = new(
        "expected prediction",
        "What a profile of knowledge must predict; what is not named is not looked at.",
        [s_outcome, s_stage, s_code, s_deciding, s_reported, s_confidence, Nics, s_machine],
        map => new ExpectedPrediction
        {
            Outcome = map.FindValue(s_outcome),
            Stage = map.FindValue(s_stage),
            Code = (uint?)map.FindValue(s_code),
            Deciding = map.Find(s_deciding),
            IsReported = map.FindValue(s_reported),
            Confidence = map.FindValue(s_confidence),
            Nics = map.Get(Nics, new Dictionary<string, IReadOnlyList<string>>()).ToDictionary(nic => nic.Key, nic => Kinds(nic.Value)),
            Machine = map.Find(s_machine) is { } kinds ? Kinds(kinds) : null,
        });

    private static IReadOnlyList<string> Kinds(IReadOnlyList<string> written) => [.. written.Where(kind => kind != Works)];
}
