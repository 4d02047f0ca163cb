using BootLab.Os;

namespace BootLab.Vm.Sweeping;

/// <summary>Verdicts in one word.</summary>
internal static class Words
{
    public const string Accepted = "accepted";
    public const string AcceptedInPart = "accepted-in-part";
    public const string Rejected = "rejected";
    public const string NotFound = "not-found";
    public const string NoAnswer = "no-answer";
    public const string Unknown = "unknown";

    public static string Of(ConsumerOutcome outcome) => outcome switch
    {
        ConsumerOutcome.Accepted => Accepted,
        ConsumerOutcome.AcceptedInPart => AcceptedInPart,
        ConsumerOutcome.Rejected => Rejected,
        ConsumerOutcome.NotFound => NotFound,
        ConsumerOutcome.Undefined => "undefined",
        _ => Unknown,
    };
}
