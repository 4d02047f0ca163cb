using System.CommandLine;
using BootLab.Ibft;
using BootLab.Labs.Files;
using BootLab.Report.Findings;
using BootLab.Report.Lint;
using BootLab.Report.Tables;
using BootLab.Rules;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab ibft lint</c>: what rules find in a table.</summary>
internal sealed class IbftLintCommand
{
    private const string Sarif = "sarif";
    private const string Junit = "junit";
    private const string JsonLines = "jsonl";

    private readonly CommandIo _io;
    private readonly TableSource _reader = new();
    private readonly Argument<string[]> _sources = new("SOURCE") { Description = TableSource.Description, Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string[]> _profiles = new("--profile") { Description = $"Whose rules: {string.Join(", ", Profile.All.Select(profile => profile.Name))}; may be given several times. What the lab's os says, else all." };
    private readonly SurroundingsOptions _known = new("The lab that the table is from: its machine, networks, targets and operating system.", "A machine file: the sections machine, networks, targets and os of a lab.");
    private readonly Option<string?> _config = new("--config") { Description = $"The settings file; the nearest {LintSettings.FileName} from this folder upwards when absent." };
    private readonly Option<string> _format = Formats.Option(Formats.Text, Formats.Json, JsonLines, Sarif, Junit);
    private readonly Option<string> _failOn = new("--fail-on") { Description = "From which severity on a finding makes the exit code 1: error, warning, info.", DefaultValueFactory = _ => Words.Of(Severity.Error) };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Also say which rules could not be decided, and what they miss." };
    private readonly Option<string?> _batch = new("--batch") { Description = "Every file of this folder and those below, a line each." };

    private IbftLintCommand(CommandIo io) => _io = io;

    public static Command Make(CommandIo io) => new IbftLintCommand(io).Make();

    private Command Make()
    {
        _failOn.AcceptOnlyFromAmong([.. Enum.GetValues<Severity>().Select(Words.Of)]);
        _profiles.AcceptOnlyFromAmong([.. Profile.All.Select(profile => profile.Name)]);
        var command = new Command("lint", "Judges tables by rules: the specification, good practice, every operating system.") { _sources, _profiles, _config, _format, _failOn, _verbose, _batch };
        _known.AddTo(command);
        _reader.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken stop)
    {
        var sources = result.GetValue(_sources) ?? [];
        var folder = result.GetValue(_batch);
        if ((folder is null) == (sources.Length == 0))
        {
            throw CommandFailure.Usage("lint: expected either SOURCE or --batch FOLDER");
        }

        var known = _known.Read(result);
        var profiles = Profiles(result, known);
        var suppressions = Suppressions(result);
        var failOn = Enum.Parse<Severity>(result.GetValue(_failOn)!, ignoreCase: true);
        var format = result.GetValue(_format)!;
        if (folder is not null)
        {
            var batch = new LintBatch(profiles, known.Context, [.. suppressions.Select(suppression => suppression.RuleId)], failOn);
            return format is Formats.Text or JsonLines
                ? batch.Run(_io, folder, asJson: format == JsonLines, stop)
                : throw CommandFailure.Usage($"lint: found --format {format} with --batch, expected {Formats.Text} or {JsonLines}");
        }

        if (sources.Length > 1 && format is not (Formats.Text or JsonLines))
        {
            throw CommandFailure.Usage($"lint: found {sources.Length} sources with --format {format}, expected one; or --format {Formats.Text} or {JsonLines}");
        }

        var linter = new Linter(profiles, result.GetValue(_verbose));
        var failed = false;
        foreach (var source in sources)
        {
            var report = LintReport.Without(await LintAsync(source, linter, profiles, known, result, stop), suppressions);
            Write(report, linter, format, failOn);
            failed |= report.Findings.Any(finding => finding.Severity >= failOn);
        }

        return failed ? ExitCode.Findings : ExitCode.Fine;
    }

    private async Task<LintReport> LintAsync(string source, Linter linter, IReadOnlyList<Profile> profiles, Surroundings known, ParseResult result, CancellationToken stop)
    {
        var (table, content) = await _reader.ReadOneAsync(_io, source, result, stop);
        _reader.CheckIsTable(source, table, result);
        var findings = linter.Check(table.Bytes.Span, SourceContext.Of(known.Context, content, table));
        var reading = IbftReader.ReadLenient(table.Bytes.Span);
        return new LintReport(source, table.Bytes)
        {
            Place = table.Place,
            Profiles = profiles,
            Findings = [.. findings],
            Undecided = result.GetValue(_verbose) ? [.. linter.Undecided] : null,
            Secrets = reading.Table is { } read ? Secrets.Of(read, show: false) : Secrets.None,
        };
    }

    private void Write(LintReport report, Linter linter, string format, Severity failOn)
    {
        switch (format)
        {
            case Formats.Json:
                _io.Output.Write(LintJson.Document(report));
                break;
            case JsonLines:
                _io.Output.Write(LintJson.Line(report));
                break;
            case Sarif:
                _io.Output.Write(LintSarif.Document(report, linter.Rules, typeof(IbftLintCommand).Assembly.GetName().Version!.ToString(3)));
                break;
            case Junit:
                _io.Output.Write(LintJunit.Document(report, linter.Rules, failOn));
                break;
            default:
                LintText.Write(_io.Output, _io.OutputScreen, report);
                break;
        }
    }

    private IReadOnlyList<Profile> Profiles(ParseResult result, Surroundings known)
    {
        if (result.GetValue(_profiles) is { Length: > 0 } names)
        {
            return [.. names.Distinct().Select(name => Profile.Find(name)!)];
        }

        return [known.Os is { } os ? Profile.ForSystem(os.System) ?? Profile.Everything : Profile.Everything];
    }

    private IReadOnlyList<Suppression> Suppressions(ParseResult result)
    {
        var path = result.GetValue(_config) ?? LintSettings.Nearest(Directory.GetCurrentDirectory());
        var ofProject = path is null ? LintSettings.None : LabSource.Guard(() => LintSettings.Load(path));
        var ofLab = _known.Lab(result)?.Lint ?? LintSettings.None;
        return [.. ofLab.Suppressions, .. ofProject.Suppressions];
    }
}
