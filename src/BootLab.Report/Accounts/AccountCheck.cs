using System.Globalization;
using BootLab.Os.Windows;
using BootLab.Report.Predictions;
using BootLab.Rules.Predicting;

namespace BootLab.Report.Accounts;

/// <summary>How what happened stands to what is foretold.</summary>
public enum Agreement
{
    /// <summary>It happened as foretold, as far as somebody saw.</summary>
    Agrees,

    /// <summary>Something else happened.</summary>
    Differs,

    /// <summary>What was seen, or what is foretold, does not decide it.</summary>
    Open,
}

/// <summary>What is foretold of an account's case, beside what happened.</summary>
/// <param name="Foretold">What is foretold.</param>
/// <param name="Agreement">How it stands to what happened.</param>
/// <param name="Why">In words.</param>
public sealed record AccountCheck(Foretold Foretold, Agreement Agreement, string Why)
{
    private const string Stop = "stop-";
    private static readonly WindowsOutcome[] s_failures = [WindowsOutcome.NoBoot, WindowsOutcome.LoaderError, WindowsOutcome.CrashAndReboot, WindowsOutcome.Fails, WindowsOutcome.SetupRefusesDisk];

    /// <summary>The words by which somebody says how a boot ended, besides a stop code's.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = [.. Enum.GetValues<WindowsOutcome>().Select(PredictionWords.Of), Code31, Hangs];

    /// <summary>The word for a boot with a NIC that has Code 31.</summary>
    public const string Code31 = "code-31";

    /// <summary>The word for a boot that stands still, which no profile foretells.</summary>
    public const string Hangs = "hangs";

    /// <summary>Whether a word says how a boot ended: one of <see cref="Outcomes"/>, or <c>stop-</c> with a stop code in hexadecimal digits.</summary>
    public static bool IsOutcome(string word) => Outcomes.Contains(word) || StopCode(word) is not null;

    /// <summary>Predicts the case of an account and holds it against what happened, for each profile; none when the version of Windows is not known.</summary>
    public static IReadOnlyList<AccountCheck> Of(SentAccount sent)
    {
        ArgumentNullException.ThrowIfNull(sent);
        return sent.Source.IsReleaseKnown ? [.. Predictor.PredictAll(sent.Source.Situation).Select(prediction => Of(Foretold.Of(prediction), sent.Source))] : [];
    }

    /// <summary>Holds one against what happened.</summary>
    public static AccountCheck Of(Foretold foretold, AccountSource source)
    {
        ArgumentNullException.ThrowIfNull(foretold);
        ArgumentNullException.ThrowIfNull(source);
        var word = source.Outcome ?? (source.Seen?.Boots[^1].Panics is [.., { StopCode: { } code }] ? $"{Stop}{code:x}" : null);
        var (agreement, why) = foretold.Outcome == WindowsOutcome.Undecided || word == PredictionWords.Of(WindowsOutcome.Undecided) ? (Agreement.Open, "too little is known")
            : word is not null ? BySaid(foretold, word)
            : source.Seen is { } seen ? BySeen(foretold, seen, source.Situation.IsSetup)
            : (Agreement.Open, "nobody says how it ended");
        return new AccountCheck(foretold, agreement, why);
    }

    private static (Agreement Agreement, string Why) BySaid(Foretold foretold, string word)
    {
        var isFailure = s_failures.Contains(foretold.Outcome);
        if (StopCode(word) is { } code)
        {
            return foretold.Outcome == WindowsOutcome.CrashAndReboot && foretold.Code is { } expected && expected != code ? (Agreement.Differs, $"{word}: another stop code")
                : Judged(foretold.Outcome is WindowsOutcome.CrashAndReboot or WindowsOutcome.Fails, word);
        }

        return Judged(
            word == Code31 ? foretold.Kinds.Contains(Code31)
            : word == PredictionWords.Of(foretold.Outcome)
                || (foretold.Outcome == WindowsOutcome.Fails && (word == Hangs || s_failures.Any(failure => PredictionWords.Of(failure) == word)))
                || (word == PredictionWords.Of(WindowsOutcome.Fails) && isFailure),
            word);
    }

    // A login shows that a boot came past S8. That none was seen may have many reasons, and a restart too, once Windows had its disk or while set-up runs.
    private static (Agreement Agreement, string Why) BySeen(Foretold foretold, Observation seen, bool isSetup)
    {
        var loggedIn = seen.Boots.Any(boot => boot.SystemLogin is not null);
        var endsBefore = s_failures.Contains(foretold.Outcome) && foretold.Stage <= WindowsStage.Login;
        var boots = foretold.Outcome is WindowsOutcome.Boots or WindowsOutcome.BootsDegraded;
        return seen.Reached switch
        {
            _ when loggedIn && endsBefore => (Agreement.Differs, $"the system's own initiator logged in, past {PredictionWords.Stage(foretold.Stage)}"),
            Reached.LoggedIn when boots => (Agreement.Agrees, "the system's own initiator logged in; more is not seen from outside"),
            Reached.Restarts when !loggedIn && !isSetup && boots => (Agreement.Differs, "it restarted without a login of the system"),
            Reached.Restarts when !loggedIn && !isSetup && foretold.Outcome is WindowsOutcome.CrashAndReboot or WindowsOutcome.Fails => (Agreement.Agrees, "it restarted without a login of the system"),
            Reached.NoBoot when foretold.Outcome == WindowsOutcome.NoBoot => (Agreement.Agrees, AccountWords.Headline(seen)),
            _ => (Agreement.Open, $"{AccountWords.Headline(seen)}: that does not decide it"),
        };
    }

    private static (Agreement Agreement, string Why) Judged(bool agrees, string word) => (agrees ? Agreement.Agrees : Agreement.Differs, word);

    private static uint? StopCode(string word) =>
        word.StartsWith(Stop, StringComparison.Ordinal) && uint.TryParse(word.AsSpan(Stop.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? code : null;
}
