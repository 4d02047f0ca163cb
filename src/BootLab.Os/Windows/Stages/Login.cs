using BootLab.Ibft;

namespace BootLab.Os.Windows.Stages;

/// <summary>What a target asks of an initiator: its name, CHAP, a session of its own.</summary>
internal static class Login
{
    private const int LongestName = 223;
    private const int LongestChapName = 128;
    private const int ShortestSecret = 12;
    private const int LongestSecret = 16;

    public static IEnumerable<DecidingFact> Of(BootRun boot, BootPath path)
    {
        var target = path.Target;
        if (target.Name.Length is 0 or > LongestName)
        {
            yield return boot.Loses(path, FactCatalogue.TargetFields, $"the target name has {target.Name.Length} bytes: expected 1 to {LongestName}");
            yield break;
        }

        if (Secret(target.ChapSecret, "CHAP secret") is { } wrong || Secret(target.ReverseChapSecret, "reverse CHAP secret") is { } wrong2 && (wrong = wrong2) is not null)
        {
            yield return boot.Loses(path, FactCatalogue.ChapSecret, $"the {wrong} for {path.Name}: Microsoft's initiator refuses the session, whether the target asks for it or not");
            yield break;
        }
    }

    private static string? Secret(IbftString secret, string name) =>
        secret.Length is 0 or (>= ShortestSecret and <= LongestSecret) ? null : $"{name} has {secret.Length} bytes, expected {ShortestSecret} to {LongestSecret}";
}
