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
        WriteFacts(writer, screen, "what was looked at", prediction, assumed: false);
        WriteFacts(writer, screen, "assumed, for nobody says", prediction, assumed: true);
        WriteDissent(writer, screen, prediction);
    }

    /// <summary>Writes what goes before what, of several things that say which Windows it is; nothing when they agree.</summary>
    public static void WritePrecedence(TextWriter writer, Screen screen, IReadOnlyList<string> precedence)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(precedence);
        var text = new TextTable(null as int?);
        foreach (var line in precedence)
        {
            text.Add(new Cell(Printable.Text(line), Colour.Yellow));
        }

        text.Write(writer, screen, indent: 2);
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

    private static string Decided(WindowsPrediction prediction) =>
        PredictionWords.Stage(PredictionWords.StageOf(prediction)) + (prediction.Decisive is { } fact ? $", by {fact.Id}" : "");

    private static string Change(BetterBoot change) => Printable.Text($"{change.Text}: {PredictionWords.Of(change.Outcome).Replace('-', ' ')}");

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

    /// <summary>The facts below their stages: those that were known, or those that were assumed.</summary>
    private static void WriteFacts(TextWriter writer, Screen screen, string heading, WindowsPrediction prediction, bool assumed)
    {
        var stages = prediction.Trace.Select(stage => (stage.Stage, stage.State, Facts: stage.Facts.Where(fact => fact.Role == FactRole.Assumed == assumed).ToList())).Where(stage => stage.Facts.Count > 0).ToList();
        if (stages.Count == 0)
        {
            return;
        }

        Heading(writer, screen, heading);
        var facts = stages.SelectMany(stage => stage.Facts).ToList();
        var (id, role, evidence) = (facts.Max(fact => fact.Id.Length), assumed ? 0 : facts.Max(fact => PredictionWords.Of(fact.Role).Length), facts.Max(fact => fact.Evidence.Word().Length));
        foreach (var stage in stages)
        {
            writer.Write($"    {screen.Paint(PredictionWords.Stage(stage.Stage), ColourOf(stage.State))}\n");
            var text = new TextTable(null, null, null);
            foreach (var fact in stage.Facts)
            {
                // One width for all stages.
                var part = assumed ? "" : $"{PredictionWords.Of(fact.Role).PadRight(role)}  ";
                text.Add(fact.Id.PadRight(id), new Cell($"{part}{fact.Evidence.Word().PadRight(evidence)}", PredictionWords.ColourOf(fact.Role)), Printable.Text(fact.Text));
            }

            text.Write(writer, screen, indent: 6);
        }

        if (!assumed && prediction.Trace.FirstOrDefault(stage => stage.State == StageState.NotReached) is { } next)
        {
            writer.Write($"    {screen.Paint($"{PredictionWords.Stage(next.Stage)} and what follows is not reached", Colour.Dim)}\n");
        }
    }

    private static Colour ColourOf(StageState state) => state switch
    {
        StageState.Failed => Colour.Red,
        StageState.Degraded => Colour.Yellow,
        _ => Colour.Plain,
    };

    private static void WriteDissent(TextWriter writer, Screen screen, WindowsPrediction prediction)
    {
        if (prediction.Dissent.Count == 0)
        {
            return;
        }

        Heading(writer, screen, "what other knowledge says");
        var text = new TextTable(null as int?);
        foreach (var statement in prediction.Dissent)
        {
            text.Add(Printable.Text($"{statement.Text} ({PredictionWords.Provenance(statement)})"));
        }

        text.Write(writer, screen, indent: 4);
    }

    private static void Heading(TextWriter writer, Screen screen, string text) => writer.Write($"  {screen.Paint(text, Colour.Bold)}\n");
}
