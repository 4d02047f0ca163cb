using BootLab.Report.Terminal;

namespace BootLab.Report.Runs;

/// <summary>One thing that happened in a run.</summary>
/// <param name="At">Time since power-on, on the lab's clock.</param>
/// <param name="Stage">What part of the boot it belongs to, such as <c>dhcp</c>.</param>
/// <param name="Text">What happened.</param>
/// <param name="Failed">Whether something went wrong.</param>
public sealed record TimelineEntry(TimeSpan At, string Stage, string Text, bool Failed = false);

/// <summary>What happened, in order, with virtual times.</summary>
public static class Timeline
{
    /// <summary>Writes a line for each entry; a stage is named where it begins.</summary>
    public static void Write(TextWriter writer, Screen screen, IEnumerable<TimelineEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var text = new TextTable(null, null, null);
        string? stage = null;
        foreach (var entry in entries)
        {
            text.Add(
                new Cell(Seconds(entry.At), Colour.Cyan),
                new Cell(entry.Stage == stage ? "" : entry.Stage, Colour.Bold),
                new Cell(Printable.Text(entry.Text), entry.Failed ? Colour.Red : Colour.Plain));
            stage = entry.Stage;
        }

        text.Write(writer, screen);
    }

    /// <summary>Seconds to the microsecond, right-aligned in ten columns: times below 1000 s stand below each other.</summary>
    public static string Seconds(TimeSpan at) => at.TotalSeconds.ToString("0.000000").PadLeft(10);
}
