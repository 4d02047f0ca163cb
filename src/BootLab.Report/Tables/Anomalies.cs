using BootLab.Ibft;
using BootLab.Report.Terminal;

namespace BootLab.Report.Tables;

/// <summary>What is wrong with the form of a table, as a list.</summary>
public static class Anomalies
{
    /// <summary>Writes a heading and a line for each; nothing when there are none.</summary>
    public static void Write(TextWriter writer, Screen screen, IReadOnlyList<IbftAnomaly> anomalies)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(anomalies);
        if (anomalies.Count == 0)
        {
            return;
        }

        writer.Write($"\n{screen.Paint("wrong with its form", Colour.Bold)}\n");
        var text = new TextTable(null, null);
        foreach (var anomaly in anomalies)
        {
            text.Add(new Cell($"0x{anomaly.Offset:x3}", Colour.Cyan), new Cell(Printable.Text(anomaly.Message), anomaly.IsUnreadable ? Colour.Red : Colour.Yellow));
        }

        text.Write(writer, screen, indent: 2);
    }
}
