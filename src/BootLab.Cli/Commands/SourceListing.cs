using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using BootLab.Firmware.Sources;
using BootLab.Ibft;
using BootLab.Report;
using BootLab.Report.Json;
using BootLab.Report.Terminal;

namespace BootLab.Cli.Commands;

/// <summary>The tables of a source as a list, and what is to be said about the one that is used.</summary>
internal static class SourceListing
{
    /// <summary>On standard error: which of several tables is used and which others there are, and what was lost or guessed.</summary>
    public static void Tell(CommandIo io, string source, SourceContent content, FoundTable table)
    {
        if (content.Tables.Count > 1)
        {
            io.Error.WriteLine($"bootlab: {source} is {SourceWords.Of(content.Kind)} with {content.Tables.Count} tables; this is about number {Number(content, table)}, --table takes another");
            Write(io.Error, io.ErrorScreen, content.Tables);
        }

        foreach (var note in table.Notes)
        {
            io.Error.WriteLine($"bootlab: {source}: {Printable.Text(note)}");
        }
    }

    /// <summary>One line a table: place, signature, length, whether it looks like one, who takes it. With several tables each has its number.</summary>
    public static void Write(TextWriter writer, Screen screen, IReadOnlyList<FoundTable> tables)
    {
        var text = new TextTable(new int?[tables.Count > 1 ? 6 : 5]);
        for (var i = 0; i < tables.Count; i++)
        {
            var table = tables[i];
            Cell[] cells =
            [
                new Cell(Printable.Text(table.Place), Colour.Cyan),
                Printable.Text(Signature(table)),
                $"{Length(table)} bytes",
                Verdict(table),
                table.TakenBy.Count > 0 ? $"taken by {string.Join(", ", table.TakenBy)}" : "",
            ];
            text.Add(tables.Count > 1 ? [new Cell($"{i + 1}", Colour.Bold), .. cells] : cells);
        }

        text.Write(writer, screen);
    }

    /// <summary>The same of one table into the JSON object that is open.</summary>
    public static void WriteJson(Utf8JsonWriter json, SourceContent content, FoundTable table)
    {
        json.WriteString("kind", content.Kind.ToString().ToLowerInvariant());
        json.WriteNumber("table", Number(content, table));
        json.WriteString("place", table.Place);
        if (table.Address is { } address)
        {
            json.WriteNumber("address", address);
        }

        json.WriteBoolean("acpi", table.IsListedByAcpi);
        JsonOutput.WriteStrings(json, "taken_by", table.TakenBy);
        JsonOutput.WriteStrings(json, "notes", table.Notes);
    }

    /// <summary>The first four bytes.</summary>
    public static string Signature(FoundTable table) => Encoding.Latin1.GetString(table.Bytes.Span[..Math.Min(4, table.Bytes.Length)]);

    /// <summary>The length that a table gives itself; that of its bytes where it gives none.</summary>
    public static uint Length(FoundTable table) => table.Bytes.Length < 8 ? (uint)table.Bytes.Length : BinaryPrimitives.ReadUInt32LittleEndian(table.Bytes.Span[IbftOffsets.Header.Length..]);

    /// <summary>Whether all bytes that a table announces are there and sum to 0.</summary>
    public static bool ChecksumIsRight(FoundTable table) => Length(table) is var length && length >= IbftOffsets.MinimumTableSize && length <= table.Bytes.Length
        && IbftChecksum.Sum(table.Bytes.Span[..(int)length]) == 0;

    /// <summary>The number by which <c>--table</c> takes a table.</summary>
    public static int Number(SourceContent content, FoundTable table) => content.Tables.TakeWhile(one => !ReferenceEquals(one, table)).Count() + 1;

    private static Cell Verdict(FoundTable table) => !table.IsPlausible ? new Cell("no table: length or control structure is wrong", Colour.Yellow)
        : ChecksumIsRight(table) ? new Cell("checksum right", Colour.Green)
        : new Cell("checksum wrong", Colour.Red);
}
