using System.Globalization;
using BootLab.Os.Windows.Checklist;
using BootLab.Report.Terminal;

namespace BootLab.Report.Images;

/// <summary>A disk with Windows on it as text: the answer, the NICs, what is wrong; then the disk, the way to Windows, and every line.</summary>
public static class ImageText
{
    /// <summary>Writes all of it.</summary>
    public static void Write(TextWriter writer, Screen screen, ImageReport report)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(report);
        WriteHead(writer, screen, report);
        WriteNics(writer, screen, report);
        WriteFindings(writer, screen, report);
        WritePartitions(writer, screen, report);
        WriteBootPath(writer, screen, report);
        WriteSections(writer, screen, report);
        if (report.Image.Notes.Count > 0)
        {
            Heading(writer, screen, "Notes");
            var notes = new TextTable(new int?[1]);
            foreach (var note in report.Image.Notes)
            {
                notes.Add(Printable.Text(note));
            }

            notes.Write(writer, screen, indent: 2);
        }

        Paragraph(writer, screen, $"{report.Source}: {report.Counts}; {report.NicsInOneLine}", Colour.Plain);
    }

    private static void WriteHead(TextWriter writer, Screen screen, ImageReport report)
    {
        Paragraph(writer, screen, report.Verdict, report.IsWrong ? Colour.Red : report.Checklist.Worst > CheckState.Info ? Colour.Yellow : Colour.Green);
        var head = new TextTable(null, null);
        head.Add("image", Printable.Text($"{report.Source}, {ImageWords.Size(report.Length)}, {report.Through}"));
        head.Add("Windows", Printable.Text(report.Windows));
        head.Write(writer, screen, indent: 2);
    }

    private static void WriteNics(TextWriter writer, Screen screen, ImageReport report)
    {
        if (report.Checklist.Nics.Count == 0)
        {
            return;
        }

        Heading(writer, screen, "Which NICs could carry the boot");
        var text = new TextTable(null, null, null, null);
        foreach (var nic in report.Checklist.Nics.OrderBy(nic => nic.Role))
        {
            var colour = nic.CanBoot switch { true => Colour.Green, null => Colour.Yellow, false => nic.Role == NicRole.Other ? Colour.Plain : Colour.Red };
            text.Add(
                new Cell(ImageWords.CanBoot(nic.CanBoot), colour),
                Printable.Text(nic.Name),
                ImageWords.Said(nic.Role),
                string.Join('\n', nic.Reasons.Select(reason => Reason(nic, reason)).Prepend(nic.Description ?? nic.InstancePath).Select(Printable.Text)));
        }

        text.Write(writer, screen, indent: 2);
    }

    private static void WriteFindings(TextWriter writer, Screen screen, ImageReport report)
    {
        var findings = report.Findings.ToArray();
        if (findings.Length == 0)
        {
            return;
        }

        Heading(writer, screen, "What to look at");
        var text = new TextTable(null, null);
        foreach (var line in findings)
        {
            text.Add(
                new Cell(ImageWords.Of(line.State), ImageWords.ColourOf(line.State)),
                Printable.Text($"{line.Section}: {line.Text} ({ImageWords.Rule(line)})") + "\n" + Printable.Text(Place(line)) + "\n" + Printable.Text(ImageWords.FoundAndWanted(line)));
        }

        text.Write(writer, screen, indent: 2);
    }

    private static void WritePartitions(TextWriter writer, Screen screen, ImageReport report)
    {
        Heading(writer, screen, $"Disk ({ImageWords.Scheme(report.Image)})");
        var text = new TextTable(null, null, null, null, null, null);
        foreach (var partition in report.Image.Partitions)
        {
            text.Add(
                partition.Number.ToString(CultureInfo.InvariantCulture),
                partition.IsBootable ? "boot" : "",
                partition.FileSystem ?? "-",
                $"{ImageWords.Size(partition.Length)} at {ImageWords.Size(partition.Start)}",
                partition.Type,
                new Cell(Printable.Text(partition.Problem ?? partition.Label ?? ""), partition.Problem is null ? Colour.Plain : Colour.Yellow));
        }

        text.Write(writer, screen, indent: 2);
    }

    private static void WriteBootPath(TextWriter writer, Screen screen, ImageReport report)
    {
        Heading(writer, screen, $"Boot path ({ImageWords.Firmware(report.Image.Way)})");
        var text = new TextTable(null, null);
        foreach (var step in report.Image.BootPath)
        {
            var state = step.Problem is null ? CheckState.Ok : CheckState.Wrong;
            text.Add(new Cell(ImageWords.Of(state), ImageWords.ColourOf(state)), Printable.Text(ImageReport.Step(step)));
        }

        text.Write(writer, screen, indent: 2);
    }

    private static void WriteSections(TextWriter writer, Screen screen, ImageReport report)
    {
        foreach (var section in report.Checklist.Lines.GroupBy(line => line.Section))
        {
            Heading(writer, screen, Printable.Text(section.Key));
            foreach (var key in section.GroupBy(line => line.KeyPath))
            {
                writer.Write($"  {screen.Paint(Printable.Text(key.Key), Colour.Cyan)}\n");
                var text = new TextTable(null, null, null);
                foreach (var line in key)
                {
                    var (said, colour) = (line.State is CheckState.Ok or CheckState.Info ? line.Found : ImageWords.FoundAndWanted(line), ImageWords.ColourOf(line.State));
                    text.Add(new Cell(ImageWords.Of(line.State), colour), new Cell(ImageWords.Rule(line), Colour.Dim), Printable.Text($"{line.ValueName}: {said}"));
                }

                text.Write(writer, screen, indent: 4);
            }
        }
    }

    // What is wrong with a NIC that the boot needs is told below.
    private static string Reason(NicReadiness nic, ChecklistLine reason) => nic.Role == NicRole.Other ? $"{reason.FactId}: {reason.Text}" : $"{reason.FactId}: {reason.ValueName}";

    private static string Place(ChecklistLine line) => line.KeyPath.Length == 0 ? line.ValueName : $"{line.ValueName} in {line.KeyPath}";

    private static void Heading(TextWriter writer, Screen screen, string text) => writer.Write($"{screen.Paint(text, Colour.Bold)}\n");

    private static void Paragraph(TextWriter writer, Screen screen, string text, Colour colour)
    {
        var paragraph = new TextTable(new int?[1]);
        paragraph.Add(new Cell(Printable.Text(text), colour));
        paragraph.Write(writer, screen);
    }
}
