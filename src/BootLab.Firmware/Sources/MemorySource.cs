using System.Buffers.Binary;
using BootLab.Firmware.Scanning;
using BootLab.Ibft;

namespace BootLab.Firmware.Sources;

/// <summary>Tables in an image of memory: every signature, every ACPI table, and who takes which.</summary>
internal static class MemorySource
{
    private const ulong LowMemoryEnd = 0x100000;

    /// <summary>More tables than anybody looks through; a signature repeated all over an image must not fill the host's memory.</summary>
    private const int MaximumTables = 1000;

    /// <summary>So much of the ACPI tables is kept with the memory.</summary>
    private const long MaximumAcpiBytes = 16 << 20;

    private static readonly string[] s_signatures = ["iBFT", "IBFT", "BIFT"];

    /// <summary>Reads a file of any size; it is mapped, not copied.</summary>
    public static SourceContent ReadFile(string path, SourceOptions options)
    {
        using var file = new MappedFile(path);
        return options.At is { } address ? ReadAt(file, address) : Read(file, TableScanner.ScanFile(path, Window(options)));
    }

    /// <summary>Reads bytes from address 0 on.</summary>
    public static SourceContent Read(ReadOnlyMemory<byte> bytes, SourceOptions options) => options.At is { } address
        ? ReadAt(new HeldMemory(bytes), address)
        : Read(new HeldMemory(bytes), TableScanner.Scan(bytes.Span, window: Window(options)));

    private static SourceContent ReadAt(IReadableMemory memory, ulong address) => address < memory.Size
        ? new SourceContent(SourceKind.Memory, [Found(memory, address) with { Place = $"0x{address:x}" }])
        : throw new SourceFormatException($"no byte 0x{address:x}: found 0x{memory.Size:x} bytes");

    private static ScanWindow Window(SourceOptions options) => ScanWindow.Everywhere with { AnyAlignment = options.AnyAlignment };

    private static SourceContent Read(IReadableMemory memory, IReadOnlyList<ScanHit> hits)
    {
        // A scan has an end, which readers of tables must not miss theirs by.
        hits = [.. LowHits(memory).Concat(hits).DistinctBy(hit => hit.Address).OrderBy(hit => hit.Address)];
        var root = AcpiRoot.Find(memory);
        var listed = root?.Tables.Where(table => s_signatures.Contains(table.Signature)).ToList() ?? [];
        var isUefi = root is { IsOfBios: false };
        var takers = TableReaders.Choose(hits, [.. listed.Select(table => (table.Signature, table.Address))], isUefi).ToLookup(one => one.Address, one => one.Reader);
        var places = hits.Select(hit => new Place((ulong)hit.Address, hit.IsPlausible, IsListed: listed.Any(table => table.Address == (ulong)hit.Address)))
            .Concat(listed.Where(table => hits.All(hit => (ulong)hit.Address != table.Address)).Select(table => new Place(table.Address, IsPlausible: true, IsListed: true)))
            .ToList();
        var kept = places.OrderBy(place => takers.Contains(place.Address) ? 0 : 1).ThenBy(place => place.Address).Take(MaximumTables).OrderBy(place => place.Address)
            .Select(place => Found(memory, place.Address) with
            {
                Place = $"{(place.IsListed ? "ACPI at " : "")}0x{place.Address:x}",
                IsListedByAcpi = place.IsListed,
                IsPlausible = place.IsPlausible,
                TakenBy = [.. takers[place.Address]],
                Notes = places.Count > MaximumTables ? [$"{places.Count} signatures in this memory; {MaximumTables} of them are looked at"] : [],
            })
            .ToList();
        return new SourceContent(SourceKind.Memory, kept) { Memory = new SourceMemory(Copy(memory, root, kept), isUefi, root?.Rsdp) };
    }

    private static IReadOnlyList<ScanHit> LowHits(IReadableMemory memory)
    {
        var start = (ulong)ScanWindow.Specification.Start;
        var bytes = new byte[Math.Max(start, Math.Min(memory.Size, LowMemoryEnd + IbftOffsets.MaximumTableSize)) - start];
        memory.Read(Math.Min(start, memory.Size), bytes);
        return TableScanner.Scan(bytes, (long)start, ScanWindow.Everywhere with { End = (long)LowMemoryEnd });
    }

    private static FoundTable Found(IReadableMemory memory, ulong address)
    {
        var left = memory.Size - address;
        var bytes = new byte[Math.Min(left, IbftOffsets.MinimumTableSize)];
        memory.Read(address, bytes);
        var length = bytes.Length < 8 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(IbftOffsets.Header.Length));
        if (length is > IbftOffsets.MinimumTableSize and <= IbftOffsets.MaximumTableSize)
        {
            bytes = new byte[Math.Min(left, length)];
            memory.Read(address, bytes);
        }

        return new FoundTable { Bytes = bytes, Address = address };
    }

    private static PhysicalMemory Copy(IReadableMemory memory, AcpiRoot? root, IEnumerable<FoundTable> tables)
    {
        var copy = new PhysicalMemory(memory.Size);
        CopyRange(memory, copy, 0, Math.Min(memory.Size, LowMemoryEnd));
        foreach (var table in tables)
        {
            copy.Write(table.Address!.Value, table.Bytes.Span);
        }

        if (root is not null)
        {
            CopyRange(memory, copy, root.Rsdp, Math.Min(36, memory.Size - root.Rsdp));
            CopyRange(memory, copy, root.Address, (ulong)root.Length);
            var copied = 0L;
            foreach (var (_, address, length) in root.Tables.TakeWhile(table => (copied += table.Length) <= MaximumAcpiBytes))
            {
                CopyRange(memory, copy, address, length);
            }
        }

        return copy;
    }

    private static void CopyRange(IReadableMemory from, PhysicalMemory to, ulong address, ulong size)
    {
        var bytes = new byte[size];
        from.Read(address, bytes);
        to.Write(address, bytes);
    }

    private readonly record struct Place(ulong Address, bool IsPlausible, bool IsListed);

    /// <summary>Bytes as memory.</summary>
    private sealed class HeldMemory(ReadOnlyMemory<byte> bytes) : IReadableMemory
    {
        public ulong Size => (ulong)bytes.Length;

        public void Read(ulong address, Span<byte> destination) => bytes.Span.Slice((int)address, destination.Length).CopyTo(destination);
    }
}
