using System.Buffers.Binary;
using System.Numerics;

namespace BootLab.Disk.Ntfs;

/// <summary>
/// LZNT1, by [MS-XCA] 2.5: chunks of up to 4096 bytes, each with a header of two bytes, as they are or as literals and references back into the same chunk. The further
/// into a chunk, the more bits of a reference say how far back and the fewer how much.
/// </summary>
public static class Lznt1
{
    /// <summary>Bytes that a chunk holds at most, decompressed.</summary>
    public const int ChunkSize = 4096;

    private const int LengthMask = 0xfff;
    private const ushort CompressedFlag = 0x8000;
    private const int ShortestMatch = 3;

    /// <summary>Decompresses chunk after chunk until the end of either side, or a header of 0. What the chunks leave out is 0.</summary>
    /// <param name="source">The chunks.</param>
    /// <param name="destination">Filled entirely.</param>
    /// <param name="error">What is wrong; its offset counts from the start of <paramref name="source"/>.</param>
    public static bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination, out DiskError? error)
    {
        error = null;
        var (from, to) = (0, 0);
        while (to < destination.Length && from + 2 <= source.Length)
        {
            var header = BinaryPrimitives.ReadUInt16LittleEndian(source[from..]);
            if (header == 0)
            {
                break;
            }

            var length = (header & LengthMask) + 1;
            if (length > source.Length - from - 2)
            {
                error = new DiskError(from, $"found a chunk of {length} bytes, expected at most the {source.Length - from - 2} that follow");
                return false;
            }

            var chunk = source.Slice(from + 2, length);
            var room = destination.Slice(to, Math.Min(ChunkSize, destination.Length - to));
            if ((header & CompressedFlag) == 0)
            {
                var copied = Math.Min(chunk.Length, room.Length);
                chunk[..copied].CopyTo(room);
                room[copied..].Clear();
            }
            else if (!TryDecompressChunk(chunk, room, out var at, out var message))
            {
                error = new DiskError(from + 2 + at, message);
                return false;
            }

            from += 2 + length;
            to += room.Length;
        }

        destination[to..].Clear();
        return true;
    }

    private static bool TryDecompressChunk(ReadOnlySpan<byte> chunk, Span<byte> room, out int from, out string message)
    {
        (from, message) = (0, string.Empty);
        var to = 0;
        while (from < chunk.Length && to < room.Length)
        {
            int flags = chunk[from++];
            for (var bit = 0; bit < 8 && from < chunk.Length && to < room.Length; bit++, flags >>= 1)
            {
                if ((flags & 1) == 0)
                {
                    room[to++] = chunk[from++];
                    continue;
                }

                if (from + 2 > chunk.Length)
                {
                    message = "found one byte of a reference, expected two";
                    return false;
                }

                var reference = BinaryPrimitives.ReadUInt16LittleEndian(chunk[from..]);
                var lengthBits = to <= 16 ? 12 : 12 - (BitOperations.Log2((uint)(to - 1)) - 3);
                var distance = (reference >> lengthBits) + 1;
                if (distance > to)
                {
                    message = $"found a reference {distance} bytes back, expected at most the {to} of the chunk so far";
                    return false;
                }

                var length = Math.Min((reference & ((1 << lengthBits) - 1)) + ShortestMatch, room.Length - to);
                Repeat(room, to, distance, length);
                from += 2;
                to += length;
            }
        }

        room[to..].Clear();
        return true;
    }

    // What is repeated may reach into what is being written.
    private static void Repeat(Span<byte> room, int to, int distance, int length)
    {
        if (distance >= length)
        {
            room.Slice(to - distance, length).CopyTo(room[to..]);
        }
        else if (distance == 1)
        {
            room.Slice(to, length).Fill(room[to - 1]);
        }
        else
        {
            for (var i = 0; i < length; i++)
            {
                room[to + i] = room[to + i - distance];
            }
        }
    }
}
