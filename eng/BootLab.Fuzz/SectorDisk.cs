using System.Buffers.Binary;

namespace BootLab.Fuzz;

/// <summary>
/// A disk as a fuzzer's input: the number of its sectors, then the sectors that are not empty, each behind its number (all numbers of 32 bits, little-endian). A number with its
/// highest bit set is followed by nothing: there starts a table of upper-case letters as NTFS has one. So almost every byte that is changed means something, and an input is small.
/// </summary>
public static class SectorDisk
{
    private const int SectorSize = 512;
    private const int Header = sizeof(uint);

    // 4 MiB: enough for one of each structure.
    private const uint MostSectors = 8192;

    private const uint LettersFlag = 1u << 31;

    private static readonly byte[] s_letters = MakeLetters();

    /// <summary>The disk that an input describes; a sector that lies beyond its end is left out.</summary>
    public static byte[] Unpack(ReadOnlySpan<byte> input)
    {
        if (input.Length < Header)
        {
            return [];
        }

        var disk = new byte[Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(input), MostSectors) * SectorSize];
        for (var rest = input[Header..]; rest.Length > Header;)
        {
            var number = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            var place = (number & ~LettersFlag) * (long)SectorSize;
            var length = (number & LettersFlag) != 0 ? 0 : Math.Min(SectorSize, rest.Length - Header);
            var content = (number & LettersFlag) != 0 ? s_letters : rest.Slice(Header, length);
            if (place < disk.Length)
            {
                content[..(int)Math.Min(content.Length, disk.Length - place)].CopyTo(disk.AsSpan((int)place));
            }

            rest = rest[(Header + length)..];
        }

        return disk;
    }

    /// <summary>An input that describes a disk.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> disk)
    {
        using var input = new MemoryStream();
        Write(input, (uint)(disk.Length / SectorSize));
        for (var sector = 0; sector < disk.Length / SectorSize; sector++)
        {
            var rest = disk[(sector * SectorSize)..];
            if (IsLetters(rest))
            {
                Write(input, (uint)sector | LettersFlag);
                sector += (s_letters.Length / SectorSize) - 1;
            }
            else if (rest[..SectorSize].ContainsAnyExcept(rest[0]))
            {
                // One that is filled with the same byte is empty, or the journal's.
                Write(input, (uint)sector);
                input.Write(rest[..SectorSize]);
            }
        }

        return input.ToArray();
    }

    private static void Write(MemoryStream input, uint number)
    {
        Span<byte> bytes = stackalloc byte[Header];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        input.Write(bytes);
    }

    // Tables of different versions differ further on, in letters that fuzzing does not need.
    private static bool IsLetters(ReadOnlySpan<byte> bytes) => bytes.Length >= s_letters.Length && bytes[..256].SequenceEqual(s_letters.AsSpan(0, 256));

    private static byte[] MakeLetters()
    {
        var letters = new byte[2 * (char.MaxValue + 1)];
        for (var letter = 0; letter <= char.MaxValue; letter++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(letters.AsSpan(2 * letter), letter is >= 'a' and <= 'z' ? (ushort)(letter - 'a' + 'A') : (ushort)letter);
        }

        return letters;
    }
}
