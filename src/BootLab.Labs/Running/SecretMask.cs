using BootLab.Report.Tables;

namespace BootLab.Labs.Running;

/// <summary>Takes the CHAP secrets of a run out of what is shown of it.</summary>
public sealed class SecretMask
{
    // The longest first: a secret may stand inside another one.
    private readonly string[] _secrets;

    private SecretMask(IEnumerable<string> secrets) => _secrets = [.. secrets.OrderByDescending(secret => secret.Length)];

    /// <summary>The mask for a run; one that hides nothing when secrets are to be shown.</summary>
    public static SecretMask Of(BootRun run, bool showSecrets = false)
    {
        ArgumentNullException.ThrowIfNull(run);
        var attempts = run.Rom.Attempts.SelectMany(attempt => new[] { attempt.Chap?.Secret, attempt.Chap?.ReverseSecret });
        return new SecretMask(showSecrets ? [] : run.Journal.Secrets.Concat(attempts.OfType<string>()).Where(secret => secret.Length > 0).Distinct());
    }

    /// <summary>A text with <see cref="Secrets.Mask"/> in place of each secret.</summary>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _secrets.Aggregate(text, (masked, secret) => masked.Replace(secret, Secrets.Mask, StringComparison.Ordinal));
    }

    /// <summary>The words of a command; a secret of several words becomes one.</summary>
    public IReadOnlyList<string> Apply(IEnumerable<string> words)
    {
        string[] masked = [.. words.Select(Apply)];
        var joined = string.Join(' ', masked);
        return Apply(joined) == joined ? masked : [Apply(joined)];
    }
}
