using BootLab.Labs.Files.Shapes;
using BootLab.Rules;

namespace BootLab.Labs.Files.Sections;

/// <summary><c>lint</c>: which rules' findings are not to be counted, and why.</summary>
internal static class LintSection
{
    private static readonly Key<string> s_rule = new("rule", new ScalarShape<string>("the id of a rule such as IBFT115", Scalars.TextOnly, IsRule), "The rule.", Required: true);

    private static readonly Key<string> s_reason = new("reason", Scalars.Line, "Why its findings do not matter here.", Required: true);

    private static readonly Key<IReadOnlyList<Suppression>> s_suppress = new(
        "suppress",
        new ListShape<Suppression>("a list of rules with reasons", new MapShape<Suppression>("suppression", "A rule whose findings are not to be counted.", [s_rule, s_reason], map => new Suppression(map.Get(s_rule), map.Get(s_reason)))),
        "Rules whose findings are not to be counted.");

    public static readonly MapShape<LintSettings> Shape = new("lint settings", "What 'bootlab ibft lint' is to leave out.", [s_suppress], map => new LintSettings(map.Get(s_suppress, [])));

    public static readonly Key<LintSettings> Lint = new("lint", Shape, "What 'bootlab ibft lint' is to leave out.");

    /// <summary>A settings file.</summary>
    public static readonly MapShape<LintSettings> File = new("settings file", "Settings of a project.", [Lint], map => map.Get(Lint, LintSettings.None));

    private static bool IsRule(string text, out string id)
    {
        id = text;
        return Catalogue.Find(text) is not null;
    }
}
