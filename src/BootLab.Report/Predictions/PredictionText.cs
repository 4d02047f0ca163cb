using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Report.Terminal;

namespace BootLab.Report.Predictions;

/// <summary>A prediction as text: the outcome, what is wrong, stage by stage what decided, what was assumed, what to change, who says otherwise.</summary>
public static class PredictionText
{
    /// <summary>Writes all of it.</summary>
    public static void Write(TextWriter writer, Screen screen, WindowsPrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(prediction);
        writer.Write($"{screen.Paint($"{prediction.Release.Name}, profile {prediction.Profile}", Colour.Bold)}\n");
        WriteHead(writer, screen, prediction);
        WriteDegradations(writer, screen, prediction);
        WriteStages(writer, screen, prediction);
        WriteStatements(writer, screen, "assumed, for nobody said", prediction.Assumptions.Select(fact => (fact.Id, fact.Text)));
        WriteDissent(writer, screen, prediction);
    }

    private static void WriteHead(TextWriter writer, Screen screen, WindowsPrediction prediction)
    {
        var text = new TextTable(null, null);
        text.Add("outcome", new Cell(Printable.Text(PredictionWords.Outcome(prediction)), PredictionWords.ColourOf(prediction.Outcome)));
        text.Add("because", Printable.Text(prediction.Headline));
        text.Add("stage", Decided(prediction));
        text.Add("confidence", PredictionWords.Confidence(prediction));
        if (prediction.Change is { } change)
        {
            text.Add("change", Change(change));
        }

        text.Write(writer, screen, indent: 2);
    }

    /// <summary>Writes the predictions of several profiles for one boot, a few lines each: the outcome with its reason, where it was decided and how that is known.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="screen">What for.</param>
    /// <param name="predictions">The predictions.</param>
    /// <param name="changeOf">The profile whose change is written too; those of others stand elsewhere.</param>
    public static void WriteBrief(TextWriter writer, Screen screen, IReadOnlyList<WindowsPrediction> predictions, string changeOf)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(predictions);
        var text = new TextTable(null, null);
        foreach (var prediction in predictions)
        {
            text.Add(prediction.Profile, new Cell(Printable.Text(prediction.Headline), PredictionWords.ColourOf(prediction.Outcome)));
            text.Add("", $"{Decided(prediction)}; {PredictionWords.Confidence(prediction)}");
            if (prediction.Change is { } change && prediction.Profile == changeOf)
            {
                text.Add("", $"change: {Change(change)}");
            }
        }

        text.Write(writer, screen, indent: 2);
    }

    private static string Decided(WindowsPrediction prediction) => prediction.Decisive is { } fact
        ? $"{PredictionWords.Stage(StageOf(prediction, fact))}, by {fact.Id}"
        : PredictionWords.Stage(prediction.Stage);

    private static string Change(BetterBoot change) => Printable.Text($"{change.Text}: {PredictionWords.Of(change.Outcome).Replace('-', ' ')}");

    private static WindowsStage StageOf(WindowsPrediction prediction, DecidingFact fact) => prediction.Trace.First(stage => stage.Facts.Contains(fact)).Stage;

    private static void WriteDegradations(TextWriter writer, Screen screen, WindowsPrediction prediction)
    {
        if (prediction.Degradations.Count == 0)
        {
            return;
        }

        Heading(writer, screen, "what is wrong although it boots");
        var text = new TextTable(null, null, null, null);
        foreach (var degradation in prediction.Degradations)
        {
            text.Add(Printable.Text(degradation.Nic ?? "the machine"), new Cell(degradation.Kind, Colour.Yellow), degradation.Fact.Id, Printable.Text(degradation.Fact.Text));
        }

        text.Write(writer, screen, indent: 4);
    }

    private static void WriteStages(TextWriter writer, Screen screen, WindowsPrediction prediction)
    {
        Heading(writer, screen, "stage by stage");
        var text = new TextTable(null, null, null, null, null);
        foreach (var stage in prediction.Trace.Where(stage => stage.State != StageState.NotReached && stage.Facts.Count > 0))
        {
            var name = new Cell(PredictionWords.Stage(stage.Stage), stage.State switch { StageState.Failed => Colour.Red, StageState.Degraded => Colour.Yellow, _ => Colour.Plain });
            foreach (var fact in stage.Facts)
            {
                text.Add(name, fact.Id, new Cell(PredictionWords.Of(fact.Role), PredictionWords.ColourOf(fact.Role)), new Cell(fact.Evidence.Word(), Colour.Dim), Printable.Text(fact.Text));
                name = "";
            }
        }

        text.Write(writer, screen, indent: 4);
        if (prediction.Trace.FirstOrDefault(stage => stage.State == StageState.NotReached) is { } next)
        {
            writer.Write($"    {screen.Paint($"{PredictionWords.Stage(next.Stage)} and what follows is not reached", Colour.Dim)}\n");
        }
    }

    private static void WriteDissent(TextWriter writer, Screen screen, WindowsPrediction prediction) =>
        WriteStatements(writer, screen, "what other knowledge says", prediction.Dissent.Select(statement => ("-", $"{statement.Text} ({PredictionWords.Provenance(statement)})")));

    private static void WriteStatements(TextWriter writer, Screen screen, string heading, IEnumerable<(string Id, string Text)> statements)
    {
        var text = new TextTable(null, null);
        var any = false;
        foreach (var (id, said) in statements)
        {
            any = true;
            text.Add(id, Printable.Text(said));
        }

        if (any)
        {
            Heading(writer, screen, heading);
            text.Write(writer, screen, indent: 4);
        }
    }

    private static void Heading(TextWriter writer, Screen screen, string text) => writer.Write($"  {screen.Paint(text, Colour.Bold)}\n");
}
