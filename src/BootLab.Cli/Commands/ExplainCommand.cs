using System.CommandLine;
using BootLab.Report.Findings;
using BootLab.Rules;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab explain</c>: what a rule demands, on what evidence, and how to mend.</summary>
internal static class ExplainCommand
{
    public static Command Make(CommandIo io)
    {
        var id = new Argument<string?>("ID") { Description = "The rule, such as OQ-3.", Arity = ArgumentArity.ZeroOrOne };
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
        var rule = Catalogue.Find(id)
            ?? throw CommandFailure.Usage($"explain: found '{id}', expected one of {string.Join(", ", Catalogue.All.Select(known => known.Id))}");
        io.Output.Write(RulePage.Markdown(rule));
        return ExitCode.Fine;
    }

    private static int List(CommandIo io)
    {
        foreach (var rule in Catalogue.All)
        {
            io.Output.WriteLine($"{rule.Id}  {rule.Title}");
        }

        return ExitCode.Fine;
    }

    private static int WriteAll(string folder)
    {
        Directory.CreateDirectory(folder);
        FreshFile.Write(Path.Combine(folder, "README.md"), RulePage.Index(Catalogue.All));
        foreach (var rule in Catalogue.All)
        {
            FreshFile.Write(Path.Combine(folder, $"{rule.Id}.md"), RulePage.Markdown(rule));
        }

        return ExitCode.Fine;
    }
}
