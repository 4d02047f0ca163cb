using BootLab.Ibft;
using BootLab.Labs.Running;
using BootLab.Report;
using BootLab.Report.Findings;
using BootLab.Report.Predictions;
using BootLab.Report.Runs;
using BootLab.Report.Tables;
using BootLab.Report.Terminal;
using BootLab.Rom;
using BootLab.Rules;
using BootLab.Rules.Predicting;
using BootLab.Rules.SeedOrdering;

namespace BootLab.Labs.Showing;

/// <summary>What came out of a lab, as text: the main run's timeline and table, all tables side by side, what Windows will do, the expectations.</summary>
public static class LabText
{
    /// <summary>Writes all of it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="screen">What for.</param>
    /// <param name="result">What came out.</param>
    /// <param name="files">The files that each run left, in the order of the runs.</param>
    /// <param name="showSecrets">Whether CHAP secrets are shown.</param>
    public static void Write(TextWriter writer, Screen screen, LabResult result, IReadOnlyList<IReadOnlyList<RunArtefact>> files, bool showSecrets)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(result);
        var main = result.Outcomes[0].Run;
        writer.Write($"{screen.Paint(Printable.Text($"{result.Lab.Name}: {result.Lab.Title}"), Colour.Bold)}\n");
        WriteDescription(writer, screen, result.Lab.Description);

        foreach (var network in result.Live)
        {
            writer.Write($"{Printable.Text(LiveText(network))}\n");
        }

        Heading(writer, screen, $"{main.Name}: the boot, {(result.Live.Count > 0 ? "on the wall clock" : "in virtual time")}");
        var mask = SecretMask.Of(main, showSecrets);
        Timeline.Write(writer, screen, main.Journal.Events
            .Where(entry => entry.Name is not ("pdu-sent" or "pdu-received" or "end"))
            .Select(entry => new TimelineEntry(entry.Time, entry.Stage, mask.Apply(entry.Text), entry.Name.Contains("failed", StringComparison.Ordinal)))
            .Append(new TimelineEntry(main.Elapsed, "end", mask.Apply(Brief(main.Outcome.Text)), main.Outcome.Kind == BootOutcomeKind.Failed)));
        WriteTable(writer, screen, main, showSecrets);

        if (result.Outcomes.Count > 1)
        {
            Heading(writer, screen, "the same machine with each boot program");
            TableSummary.Write(writer, screen, [.. result.Outcomes.Select(outcome => Column(outcome.Run, showSecrets))]);
        }

        WritePredictions(writer, screen, result);
        WriteExpectations(writer, screen, result, showSecrets);
        WriteFiles(writer, screen, result, files);
    }

    private static void WriteDescription(TextWriter writer, Screen screen, string description)
    {
        var text = new TextTable(null as int?);
        foreach (var paragraph in description.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            text.Add(Printable.Text(paragraph.TrimEnd().Replace('\n', ' ')));
        }

        text.Write(writer, screen, indent: 2);
    }

    private static string LiveText(LiveNetwork network) => network.Interface is { } name
        ? $"live: the network {network.Network} is this host's interface {name}; the servers there are the real ones"
        : $"live: the network {network.Network} is the interface {network.InterfaceName} of a network namespace; the servers there are the programs started beside";

    private static void WriteTable(TextWriter writer, Screen screen, BootRun run, bool showSecrets)
    {
        if (run.Table is not { } table)
        {
            Heading(writer, screen, $"{run.Name}: no table is in memory");
            return;
        }

        var note = run.Unconfirmed is null ? "" : $" ({run.Unconfirmed})";
        Heading(writer, screen, $"{run.Name}: the table at 0x{table.Address:x}{note}");
        var reading = IbftReader.ReadLenient(table.Bytes);
        AnnotatedTable.Write(writer, screen, table.Bytes, reading, reading.Table is { } content ? Secrets.Of(content, showSecrets) : Secrets.None);
    }

    private static SummaryColumn Column(BootRun run, bool showSecrets) => new(run.Name)
    {
        Note = run.Unconfirmed,
        Table = run.Content,
        Address = run.Table?.Address,
        Place = run.Table is null ? null : run.Memory.Acpi is null ? "low memory" : "ACPI",
        Outcome = SecretMask.Of(run, showSecrets).Apply(Brief(run.Outcome.Text)),
        Machine = run.Machine,
        Answer = run.Predictions.Count > 0 ? run.Answer : null,
    };

    /// <summary>Runs for which the same is predicted share it; the first answer of the report's rules is given in full.</summary>
    private static void WritePredictions(TextWriter writer, Screen screen, LabResult result)
    {
        var predicted = result.Outcomes.Where(outcome => outcome.Run.Predictions.Count > 0)
            .GroupBy(
                outcome => string.Join('\n', outcome.Run.Predictions.Select(prediction => $"{prediction.Headline} {prediction.Change?.Text}").Concat(outcome.Run.Answer?.Changes ?? [])),
                outcome => outcome.Run)
            .ToList();
        if (predicted.Count == 0)
        {
            return;
        }

        Heading(writer, screen, $"what {predicted[0].First().Predictions[0].Release.Name} will do: predicted, nothing of it was run");
        foreach (var (number, runs) in predicted.Index())
        {
            var first = runs.First();
            writer.Write($"{screen.Paint(Printable.Text(string.Join(", ", runs.Select(run => run.Name))), Colour.Bold)}\n");
            PredictionText.WritePrecedence(writer, screen, first.PredictedBy);
            PredictionText.WriteBrief(writer, screen, first.Predictions, changeOf: Predictor.Windows);
            if (first.Answer is { } answer && (number == 0 || answer.Verdicts.Any(verdict => verdict.State != VerdictState.Held)))
            {
                writer.Write($"  {screen.Paint($"the rules of {Predictor.SeedOrdering} ({OriginAnswer.Basis})", Colour.Bold)}\n");
                AnswerText.Write(writer, screen, answer, full: number == 0);
            }
        }
    }

    private static void WriteExpectations(TextWriter writer, Screen screen, LabResult result, bool showSecrets)
    {
        Heading(writer, screen, "what the lab expects");
        var expecting = LabRunner.Variants(result.Lab).Where(variant => !variant.Expect.IsEmpty).Select(variant => variant.Name).ToHashSet();
        var text = new TextTable(null, null);
        foreach (var (run, misses) in result.Outcomes)
        {
            var mask = SecretMask.Of(run, showSecrets);
            var verdict = misses.Count > 0 ? new Cell(string.Join('\n', misses.Select(miss => Printable.Text(mask.Apply(miss)))), Colour.Red)
                : expecting.Contains(run.Name) ? new Cell("all of it came out", Colour.Green)
                : new Cell("nothing", Colour.Dim);
            text.Add(run.Name, verdict);
        }

        text.Write(writer, screen, indent: 2);
    }

    private static void WriteFiles(TextWriter writer, Screen screen, LabResult result, IReadOnlyList<IReadOnlyList<RunArtefact>> files)
    {
        Heading(writer, screen, "files");
        var text = new TextTable(null, null);
        foreach (var (outcome, left) in result.Outcomes.Zip(files))
        {
            text.Add(outcome.Run.Name, $"{Path.GetDirectoryName(left[0].Path)}: {string.Join(", ", left.Select(file => Path.GetFileName(file.Path)))}");
        }

        var guarded = string.Join(", ", files.SelectMany(left => left).Where(file => file.OwnerOnly).Select(file => Path.GetFileName(file.Path)).Distinct());
        var reason = result.Outcomes.Any(outcome => HoldsSecrets(outcome.Run)) ? ": they hold CHAP secrets as they are" : "";
        text.Write(writer, screen, indent: 2);
        writer.Write($"  Only their owner can read {guarded}{reason}.\n");
    }

    private static bool HoldsSecrets(BootRun run) => run.Journal.Secrets.Count > 0
        || (run.Content?.Targets.Any(target => target.ChapSecret.Length > 0 || target.ReverseChapSecret.Length > 0) ?? false);

    /// <summary>An outcome up to the details in brackets; the timeline has them.</summary>
    private static string Brief(string text) => text.Split(" (")[0];

    private static void Heading(TextWriter writer, Screen screen, string text) => writer.Write($"\n{screen.Paint(Printable.Text(text), Colour.Bold)}\n");
}
