using BootLab.Os;
using BootLab.Os.Linux;

namespace BootLab.Vm.Fuzzing;

/// <summary>Why a table got the answer that it got: the checks of the kernel that a run has met.</summary>
public static class AnswerReason
{
    /// <summary>Every reason for which the kernel refuses a table or a part of it.</summary>
    public static IReadOnlyList<string> Rejections { get; } =
        ["not-found", .. Enum.GetValues<Refusal>().Where(refusal => refusal != Refusal.None).Select(Word), .. Enum.GetValues<StructureFate>().Where(IsDropped).Select(Word)];

    /// <summary>The reasons of one answer: one of a refusal, or one for each kind of drop; <c>accepted</c> or <c>undefined</c> alone.</summary>
    public static IReadOnlyList<string> Of(LinuxReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return reading switch
        {
            { Outcome: ConsumerOutcome.Undefined } => ["undefined"],
            { Outcome: ConsumerOutcome.NotFound } => ["not-found"],
            { Outcome: ConsumerOutcome.Accepted } => ["accepted"],
            { Refusal: not Refusal.None } => [Word(reading.Refusal)],
            _ => [.. reading.Structures.Where(structure => IsDropped(structure.Fate)).Select(structure => Word(structure.Fate)).Distinct().Order(StringComparer.Ordinal)],
        };
    }

    private static bool IsDropped(StructureFate fate) => fate is StructureFate.OutOfTable or StructureFate.WrongLength or StructureFate.Ignored or StructureFate.UnknownId;

    private static string Word(Refusal refusal) => refusal switch
    {
        Refusal.ControlId => "control-id",
        Refusal.ControlIndex => "control-index",
        Refusal.ControlLength => "control-length",
        Refusal.SameFolder => "same-folder",
        _ => refusal.ToString().ToLowerInvariant(),
    };

    private static string Word(StructureFate fate) => fate switch
    {
        StructureFate.OutOfTable => "dropped-out-of-table",
        StructureFate.WrongLength => "dropped-length",
        StructureFate.UnknownId => "dropped-unknown-id",
        _ => "dropped-ignored-id",
    };
}
