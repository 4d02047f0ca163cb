using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using BootLab.Ibft;
using BootLab.Ibft.Views;

namespace BootLab.Firmware.Scanning;

/// <summary>Looks for tables in memory images of any size.</summary>
public static class TableScanner
{
    /// <summary>
    /// A file is looked at in pieces of this size, several at once: the loop is faster than one core can map pages.
    /// </summary>
    private const int PieceSize = 32 << 20;

    /// <summary>So many hits in one piece are all that is wanted: a signature repeated all over an image must not fill the host's memory.</summary>
    private const int MaximumHits = 10_000;

    /// <summary>All signatures end like this: the upper half of their first word, which one comparison finds.</summary>
    private const uint CommonHalf = 'F' | ('T' << 8);

    /// <summary>Every table in a piece of memory, in ascending order of address.</summary>
    /// <param name="memory">The bytes.</param>
    /// <param name="baseAddress">The physical address of the first byte.</param>
    /// <param name="window">Where to look; everywhere when left out.</param>
    public static IReadOnlyList<ScanHit> Scan(ReadOnlySpan<byte> memory, long baseAddress = 0, ScanWindow? window = null)
    {
        var hits = new List<ScanHit>();
        Scan(memory, memory.Length, baseAddress, window ?? ScanWindow.Everywhere, hits);
        return hits;
    }

    /// <summary>Every table in a machine's memory, in ascending order of address. Only what was ever written is looked at.</summary>
    public static IReadOnlyList<ScanHit> Scan(PhysicalMemory memory, ScanWindow? window = null)
    {
        ArgumentNullException.ThrowIfNull(memory);
        window ??= ScanWindow.Everywhere;
        var hits = new List<ScanHit>();
        foreach (var (start, end) in memory.WrittenRanges)
        {
            if ((long)end <= window.Start || (long)start >= window.End)
            {
                continue;
            }

            // A length that lies may reach into what was never written.
            var withTail = (int)(Math.Min(end + IbftOffsets.MaximumTableSize, memory.Size) - start);
            var buffer = ArrayPool<byte>.Shared.Rent(withTail);
            var bytes = buffer.AsSpan(0, withTail);
            memory.Read(start, bytes);
            Scan(bytes, (int)(end - start), (long)start, window, hits);
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return hits;
    }

    /// <summary>Every table in a raw image of memory that begins at address 0, in ascending order of address. The file is mapped, not read.</summary>
    /// <exception cref="IOException">The file cannot be opened or mapped.</exception>
    public static IReadOnlyList<ScanHit> ScanFile(string path, ScanWindow? window = null) => ScanFile(path, window ?? ScanWindow.Everywhere, PieceSize);

    internal static IReadOnlyList<ScanHit> ScanFile(string path, ScanWindow window, int pieceSize)
    {
        using var file = new MappedFile(path);
        var pieces = new List<ScanHit>[(file.Length + pieceSize - 1) / pieceSize];
        Parallel.For(0, pieces.Length, i =>
        {
            // A table that starts in this piece may end in the next one.
            var start = (long)i * pieceSize;
            var own = (int)Math.Min(pieceSize, file.Length - start);
            var withTail = (int)Math.Min((long)own + IbftOffsets.MaximumTableSize, file.Length - start);
            Scan(file.Slice(start, withTail), own, start, window, pieces[i] = []);
        });
        return [.. pieces.SelectMany(hits => hits)];
    }

    /// <summary>Looks for tables that start in the first <paramref name="own"/> bytes.</summary>
    private static void Scan(ReadOnlySpan<byte> memory, int own, long baseAddress, ScanWindow window, List<ScanHit> hits)
    {
        var from = Math.Max(0, window.Start - baseAddress);
        var to = Math.Min(own, window.End - baseAddress);
        if (from >= to)
        {
            return;
        }

        if (window.AnyAlignment)
        {
            ScanBytes(memory, (int)from, (int)to, baseAddress, window, hits);
        }
        else
        {
            ScanParagraphs(memory, (int)from, (int)to, baseAddress, window, hits);
        }
    }

    private static void ScanParagraphs(ReadOnlySpan<byte> memory, int from, int to, long baseAddress, ScanWindow window, List<ScanHit> hits)
    {
        var first = from + (int)(-(baseAddress + from) & 15);
        if (first >= to)
        {
            return;
        }

        var words = MemoryMarshal.Cast<byte, uint>(memory[first..]);
        words = words[..Math.Min(words.Length, ((to - first - 1) / sizeof(uint)) + 1)];
        for (var i = NextCandidate(words, 0); i < words.Length; i = NextCandidate(words, i + 4))
        {
            Examine(memory, first + (i * sizeof(uint)), baseAddress, window, hits);
        }
    }

    // Compiled at once and fully: a scan is one long call, which tiering would leave in half-optimised code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int NextCandidate(ReadOnlySpan<uint> words, int i)
    {
        while (i < words.Length && words[i] >> 16 != CommonHalf)
        {
            i += 4;
        }

        return i;
    }

    private static void ScanBytes(ReadOnlySpan<byte> memory, int from, int to, long baseAddress, ScanWindow window, List<ScanHit> hits)
    {
        // The two last letters of a signature that starts before the end may lie behind it.
        var end = to + Math.Min(memory.Length - to, 3);
        for (var at = from; ; at++)
        {
            var found = memory[at..end].IndexOf("FT"u8);
            if (found < 0)
            {
                return;
            }

            at += found;
            if (at - 2 >= from)
            {
                Examine(memory, at - 2, baseAddress, window, hits);
            }
        }
    }

    private static void Examine(ReadOnlySpan<byte> memory, int offset, long baseAddress, ScanWindow window, List<ScanHit> hits)
    {
        var bytes = memory[offset..];
        var signature = Encoding.Latin1.GetString(bytes[..4]);
        if (hits.Count >= MaximumHits || !window.Signatures.Contains(signature) || !window.Contains(baseAddress + offset))
        {
            return;
        }

        var length = bytes.Length < 8 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes[IbftOffsets.Header.Length..]);
        var isWhole = length is >= IbftOffsets.MinimumTableSize and <= IbftOffsets.MaximumTableSize && length <= bytes.Length;
        var hasControl = IbftView.TryOpen(bytes, out var view) && view.Control.Structure is { Id: StructureId.Control, Length: >= IbftOffsets.Control.Size };
        hits.Add(new ScanHit(baseAddress + offset, signature, length, isWhole && IbftChecksum.Sum(bytes[..(int)length]) == 0, isWhole && hasControl));
    }
}
