using System.CommandLine;
using BootLab.Labs.Vectors;
using BootLab.Report.Findings;
using BootLab.Report.Lint;
using BootLab.Rules;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab explain</c>: what a rule demands, on what evidence, how to mend, with an example.</summary>
internal static class ExplainCommand
{
    public static Command Make(CommandIo io)
    {
        var id = new Argument<string?>("ID") { Description = "The rule, such as IBFT021, or a fact that rules are about, such as S21, T-ORD-1 or D-ID-3.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "All rules, a page each, into the folder of --out." };
        var folder = new Option<string?>("--out") { Description = "The folder for --all." };
        var command = new Command("explain", "Explains a rule: what it demands, on what evidence, how to mend.") { id, all, folder };
        command.SetAction(result => (result.GetValue(id), result.GetValue(all), result.GetValue(folder)) switch
        {
            (null, true, { } path) => WriteAll(path),
            ({ } one, false, null) => Explain(io, one),
            (null, false, null) => List(io),
            _ => throw CommandFailure.Usage("explain: expected either ID, or --all with --out FOLDER, or nothing for a list"),
        });
        return command;
    }

    private static int Explain(CommandIo io, string id)
    {
        // The fact itself goes before the rules that are about it.
        List<string> pages = [.. WindowsFactPage.Markdown(id) is { } fact ? [fact] : Array.Empty<string>(), .. Catalogue.Search(id).Select(Page)];
        if (pages.Count == 0)
        {
            throw CommandFailure.Usage($"explain: found '{id}', expected the id of a rule or of a fact; 'bootlab explain' lists the rules");
        }

        io.Output.Write(string.Join('\n', pages));
        return ExitCode.Fine;
    }

    private static int List(CommandIo io)
    {
        foreach (var rule in Catalogue.All)
        {
            io.Output.WriteLine($"{rule.Id,-7}  {Words.Of(rule.Severity),-7}  {rule.Title}");
        }

        return ExitCode.Fine;
    }

    private static int WriteAll(string folder)
    {
        Directory.CreateDirectory(folder);
        FreshFile.Write(Path.Combine(folder, "README.md"), RulePage.Index(Catalogue.All));
        FreshFile.Write(Path.Combine(folder, "windows-boot.md"), WindowsFactPage.Index());
        foreach (var rule in Catalogue.All)
        {
            FreshFile.Write(Path.Combine(folder, $"{rule.Id}.md"), Page(rule));
        }

        return ExitCode.Fine;
    }

    private static string Page(Rule rule) => RulePage.Markdown(rule, Example(rule));

    /// <summary>The first bad table of the rule's vector, which lies beside the program.</summary>
    private static RuleExample? Example(Rule rule)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "rules", $"{rule.Id}.yaml");
        if (!File.Exists(path))
        {
            return null;
        }

        var broken = RuleVector.Load(path).Err[0];
        var findings = new Linter([Profile.Everything]).Check(broken.Table.Span, broken.Context);
        return new RuleExample(broken.Text, new LintReport(rule.Id, broken.Table) { Profiles = [Profile.Everything], Findings = [.. findings.Where(finding => finding.Rule == rule)] });
    }
}
