using System.Text;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Os.Windows.Checklist;

namespace BootLab.Report.Findings;

/// <summary>What there is to know of a matter by which boots of Windows are predicted or disks inspected, and of all of them with the versions and fixes, as Markdown.</summary>
public static class WindowsFactPage
{
    /// <summary>The page of one matter, by its id such as <c>D-ID-3</c>; null when nothing is known by it.</summary>
    public static string? Markdown(string id)
    {
        var facts = FactCatalogue.All.Concat(ChecklistFacts.All).Where(fact => fact.Id.Equals(id, StringComparison.OrdinalIgnoreCase)).ToList();
        if (facts.Count == 0)
        {
            return null;
        }

        var page = new StringBuilder();
        page.Append($"# {facts[0].Id}: a fact of `bootlab {(ChecklistFacts.All.Contains(facts[0]) ? "image inspect" : "predict")}`\n\n");
        foreach (var fact in facts)
        {
            page.Append($"- {fact.Title} ({AnswerText.Evidenced(new Statement(fact.Title, fact.Evidence, fact.SourceKeys))})\n");
        }

        var versions = (from release in WindowsRelease.All from difference in release.Differences where difference.Fact == facts[0].Id select (release, difference)).ToList();
        page.Append(versions.Count == 0 ? "" : "\n## Versions\n\n");
        foreach (var (release, difference) in versions)
        {
            page.Append($"- {release.Name}: {difference.Statement.Text} ({AnswerText.Evidenced(difference.Statement)})\n");
        }

        var fixes = WindowsHotfix.All.Where(fix => versions.Any(version => version.difference.Trait == fix.Mends)).ToList();
        page.Append(fixes.Count == 0 ? "" : "\n## Fixes\n\n");
        foreach (var fix in fixes)
        {
            page.Append($"- {fix.Id}: {fix.Statement.Text} ({AnswerText.Evidenced(fix.Statement)})\n");
        }

        page.Append("\n## Sources\n\n");
        var keys = facts.SelectMany(fact => fact.SourceKeys).Concat(versions.SelectMany(version => version.difference.Statement.SourceKeys)).Concat(fixes.SelectMany(fix => fix.Statement.SourceKeys));
        foreach (var key in keys.Distinct())
        {
            page.Append($"- `{key}`: {Sources.Place(key)}\n");
        }

        return page.ToString();
    }

    /// <summary>All matters, versions and fixes.</summary>
    public static string Index()
    {
        var page = new StringBuilder();
        page.Append("# What predictions of Windows rest on\n\nWritten by `bootlab explain --all --out docs/rules` (see `eng/docs.sh`) from the model in `src/BootLab.Os/Windows`. [How it is used](../windows.md). ");
        page.Append("`bootlab explain ID` prints one fact with its sources. Nothing of it was seen by running Windows.\n\n## Versions\n\n| version | builds from | other names |\n|---|---|---|\n");
        foreach (var release in WindowsRelease.All)
        {
            page.Append($"| `windows-{release.Id}`: {release.Name} | {release.FirstBuild} | {string.Join(", ", release.OtherIds)} |\n");
        }

        page.Append("\n## What they differ in\n\n| version | fact | what is known of it | evidence |\n|---|---|---|---|\n");
        foreach (var release in WindowsRelease.All)
        {
            foreach (var difference in release.Differences)
            {
                page.Append($"| {release.Id} | {difference.Fact} | {difference.Statement.Text} | {AnswerText.Evidenced(difference.Statement)} |\n");
            }
        }

        page.Append("\n## Fixes\n\n| fix | for | what it does | evidence |\n|---|---|---|---|\n");
        foreach (var fix in WindowsHotfix.All)
        {
            page.Append($"| {fix.Id} | {string.Join(", ", WindowsRelease.All.Where(release => release.Hotfixes.Contains(fix)).Select(release => release.Id))} | {fix.Statement.Text} | {AnswerText.Evidenced(fix.Statement)} |\n");
        }

        page.Append("\n## Facts\n\nThe evidence is that of the fact where no version differs. What a version does in another way stands above.\n\n| fact | what is demanded, or done | evidence |\n|---|---|---|\n");
        Rows(FactCatalogue.All);
        page.Append("\n## Facts of a disk\n\nOnly `bootlab image inspect` looks at these: they decide no boot.\n\n| fact | what is better so | evidence |\n|---|---|---|\n");
        Rows(ChecklistFacts.All);
        return page.ToString();

        void Rows(IEnumerable<WindowsFact> facts)
        {
            foreach (var fact in facts)
            {
                page.Append($"| {fact.Id} | {fact.Title} | {AnswerText.Evidenced(new Statement(fact.Title, fact.Evidence, fact.SourceKeys))} |\n");
            }
        }
    }
}
