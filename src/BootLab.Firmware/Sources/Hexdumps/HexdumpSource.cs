using System.Buffers.Binary;
using BootLab.Firmware.Scanning;
using BootLab.Ibft;

namespace BootLab.Firmware.Sources.Hexdumps;

/// <summary>
/// Tables in a dump as text: <c>hexdump</c>, <c>xxd</c>, <c>od</c>, <c>Format-Hex</c>, <c>debug</c>, <c>gdb</c>, QEMU's monitor, C arrays, bare digits;
/// quoted, wrapped, with or without addresses, in upper or lower case, with words of 2, 4 or 8 bytes in either order.
/// </summary>
internal static class HexdumpSource
{
    /// <summary>Every table of a text.</summary>
    /// <exception cref="SourceFormatException">There is none, or lines of it are missing.</exception>
    public static IReadOnlyList<FoundTable> Read(string text)
    {
        var tables = ByteArrayText.Is(text)
            ? [.. ByteArrayText.Read(text).SelectMany(array => Tables(array.Bytes, 0, array.Line))]
            : HexBlocks.Read(SourceText.Lines(text)).SelectMany(Tables).ToList();
        return tables.Count > 0 ? tables : throw new SourceFormatException("no table in this text: found no bytes 69 42 46 54 (iBFT), expected a hexdump, an acpidump or lines of /sys/firmware/ibft");
    }

    /// <summary>The tables of one block; words are turned round where the signature tells so.</summary>
    internal static IEnumerable<FoundTable> Tables(HexBlock block)
    {
        var tables = Tables(block.Bytes(turned: false), block.Start, block.Line);
        var turned = tables.Count > 0 ? [] : Tables(block.Bytes(turned: true), block.Start, block.Line);
        var found = tables.Concat(turned.Select(table => table with { Notes = [.. table.Notes, "its words were printed by a little-endian machine; their bytes are turned round"] })).ToList();
        return block.Break is var (line, message) && found.Any(IsIncomplete) ? throw SourceFormatException.AtLine(line, message) : found;
    }

    private static List<FoundTable> Tables(byte[] bytes, ulong start, int line)
    {
        var hits = TableScanner.Scan(bytes, (long)start, ScanWindow.Everywhere with { AnyAlignment = true });
        var plausible = hits.Where(hit => hit.IsPlausible).ToList();
        return [.. (plausible.Count > 0 ? plausible : hits.Take(1)).Select(hit => Table(bytes, hit, start, line))];
    }

    private static FoundTable Table(byte[] bytes, ScanHit hit, ulong start, int line)
    {
        var left = bytes.AsMemory((int)((ulong)hit.Address - start));
        var length = hit.IsPlausible ? (int)hit.Length : Math.Min(left.Length, IbftOffsets.MaximumTableSize);
        var table = new FoundTable
        {
            Bytes = left[..length],
            Address = hit.Address == 0 ? null : (ulong)hit.Address,
            Place = $"line {line}{(hit.Address == 0 ? "" : $", 0x{hit.Address:x}")}",
            IsPlausible = hit.IsPlausible,
        };
        return IsIncomplete(table) ? table with { Notes = [$"the text has {length} of the table's {hit.Length} bytes"] } : table;
    }

    private static bool IsIncomplete(FoundTable table) =>
        table.Bytes.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(table.Bytes.Span[IbftOffsets.Header.Length..]) > table.Bytes.Length;
}
