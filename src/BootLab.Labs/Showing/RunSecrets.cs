using System.Text;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;

namespace BootLab.Labs.Showing;

/// <summary>
/// The CHAP secrets that can come up in a run: those of the lab's targets and boot program, those that its script sets, and those in the table.
/// Everything that is shown or logged passes through here.
/// </summary>
public sealed class RunSecrets
{
    private const string Mask = Report.Tables.Secrets.Mask;

    private readonly List<string> _secrets;

    /// <summary>Collects the secrets of a run.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="run">The run.</param>
    /// <param name="show">True: nothing is masked.</param>
    public RunSecrets(LabFile lab, BootRun run, bool show)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(run);
        var all = OfChap(lab.Targets.Select(target => target.Chap))
            .Concat(OfChap(run.Rom.Attempts.Select(attempt => attempt.Chap)))
            .Concat(run.Rom.Settings.Where(setting => IsSecret(setting.Name)).Select(setting => setting.Value))
            .Concat(run.Journal.Events.Select(entry => SetBy(entry.Data)))
            .Concat(run.Content?.Targets.SelectMany(target => new[] { target.ChapSecret.ToString(), target.ReverseChapSecret.ToString() }) ?? []);

        // The longest first, so that a secret that contains another is masked whole.
        var known = all.OfType<string>().Where(secret => secret.Length > 0).Distinct().OrderByDescending(secret => secret.Length).ToList();
        Any = known.Count > 0;
        _secrets = show ? [] : known;
    }

    /// <summary>Whether the run knows any secret.</summary>
    public bool Any { get; }

    /// <summary>The text with every secret masked.</summary>
    public string Hide(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!_secrets.Exists(secret => text.Contains(secret, StringComparison.Ordinal)))
        {
            return text;
        }

        var hidden = new StringBuilder(text);
        foreach (var secret in _secrets)
        {
            hidden.Replace(secret, Mask);
        }

        return hidden.ToString();
    }

    private static IEnumerable<string?> OfChap(IEnumerable<ChapSpec?> specs) => specs.SelectMany(chap => new[] { chap?.Secret, chap?.ReverseSecret });

    /// <summary>What the script command <c>set [SCOPE/]password VALUE</c> sets, if the event is one.</summary>
    private static string? SetBy(IReadOnlyDictionary<string, object?> data) =>
        data.TryGetValue("words", out var value) && value is IEnumerable<string> words && words.ToList() is ["set", var name, .. var rest] && IsSecret(name)
            ? string.Join(' ', rest)
            : null;

    /// <summary>The settings <c>password</c> and <c>reverse-password</c>, in any scope, with or without a type.</summary>
    private static bool IsSecret(string setting) => setting.Split('/')[^1].Split(':')[0] is "password" or "reverse-password";
}
