using BootLab.Ibft.Identification;
using BootLab.Report.Terminal;

namespace BootLab.Report.Tables;

/// <summary>Which producer most likely wrote a table, as text.</summary>
public static class IdentificationText
{
    // Of those that are out of the question this much is told.
    private const int MostReasons = 2;

    /// <summary>Writes the likely producers with every clue, then the others with what speaks against them.</summary>
    public static void Write(TextWriter writer, Screen screen, IReadOnlyList<ProducerMatch> matches)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(matches);
        var likely = matches.TakeWhile(match => match.IsLikely).ToList();
        if (likely.Count == 0)
        {
            writer.Write($"{screen.Paint("unknown", Colour.Yellow)}: no known producer writes such a table\n");
        }

        foreach (var match in likely)
        {
            writer.Write($"{screen.Paint(match.Name, Colour.Green)}{Note(match, likely)}\n");
        }

        if (likely.Count > 0)
        {
            Write(writer, screen, likely[0].For);
        }

        writer.Write($"\n{screen.Paint("not", Colour.Bold)}\n");
        var text = new TextTable(null, 20, null);
        foreach (var match in matches.Skip(likely.Count))
        {
            var against = match.Against.ToList();
            foreach (var (number, clue) in against.Take(MostReasons).Index())
            {
                text.Add(number == 0 ? match.Name : "", clue.Subject, Printable.Text(clue.Text));
            }

            if (against.Count > MostReasons)
            {
                text.Add("", "", new Cell($"and {against.Count - MostReasons} more", Colour.Dim));
            }
        }

        text.Write(writer, screen, indent: 2);
    }

    private static string Note(ProducerMatch match, List<ProducerMatch> likely)
    {
        var source = match.Profiles.Any(profile => profile.ComparedWithCaptures) ? "" : ", from source, not compared";
        return match == likely[0] && likely.Count > 1 ? $"{source} (or one of the next; they write this table the same)" : source;
    }

    private static void Write(TextWriter writer, Screen screen, IEnumerable<Clue> clues)
    {
        var text = new TextTable(null, null);
        foreach (var clue in clues)
        {
            text.Add(clue.Subject, Printable.Text(clue.Text));
        }

        text.Write(writer, screen, indent: 2);
    }
}
