using System.Text.RegularExpressions;
using BootLab.Os;
using BootLab.Os.Knowledge;
using BootLab.Report.Tables;
using BootLab.Report.Terminal;

namespace BootLab.Report.Consumers;

/// <summary>Words and colours that views share.</summary>
internal static partial class ConsumerWords
{
    /// <summary>An outcome in words: <c>accepted in part</c>.</summary>
    public static string Words(ConsumerOutcome outcome) => outcome switch
    {
        ConsumerOutcome.Accepted => "accepted",
        ConsumerOutcome.AcceptedInPart => "accepted in part",
        ConsumerOutcome.Rejected => "rejected",
        ConsumerOutcome.NotFound => "not found",
        ConsumerOutcome.Undefined => "undefined",
        _ => "unknown",
    };

    public static Colour ColourOf(ConsumerOutcome outcome) => outcome switch
    {
        ConsumerOutcome.Accepted => Colour.Green,
        ConsumerOutcome.AcceptedInPart or ConsumerOutcome.Unknown => Colour.Yellow,
        _ => Colour.Red,
    };

    /// <summary>A line in a consumer's own form, safe for a terminal, with what it says of secrets masked.</summary>
    public static string Line(string line, bool showSecrets) => Printable.Text(showSecrets ? line : Secret().Replace(line, $"$1{Secrets.Mask}"));

    /// <summary>How a statement is known and from where: <c>source: jnielsendotnet/isboot ...</c>.</summary>
    public static string Provenance(Statement statement) => statement.SourceKeys.Count == 0
        ? statement.Evidence.Word()
        : $"{statement.Evidence.Word()}: {string.Join("; ", statement.SourceKeys.Select(Sources.Place))}";

    // Files of sysfs and records of open-iscsi.
    [GeneratedRegex(@"^(.*-secret=|node\.session\.auth\.password(?:_in)? = ).*$", RegexOptions.Singleline)]
    private static partial Regex Secret();
}
