using System.Buffers.Binary;
using System.Text;

namespace BootLab.Disk.Fat;

/// <summary>The 32 bytes of a directory for a file, or for a part of its long name.</summary>
internal static class FatEntry
{
    public const int Size = 32;

    public const byte End = 0x00;
    public const byte Deleted = 0xe5;

    private const int AttributesOffset = 11;
    private const int CaseOffset = 12;
    private const int ChecksumOffset = 13;
    private const int ClusterHighOffset = 20;
    private const int ClusterLowOffset = 26;
    private const int LengthOffset = 28;
    private const int NameLength = 11;
    private const int BaseLength = 8;
    private const byte LongNameAttributes = 0x0f;
    private const byte EscapedE5 = 0x05;

    // Places of the 13 letters of a part of a long name.
    private static readonly int[] s_letters = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30];

    private static readonly Encoding s_oem = CodePagesEncodingProvider.Instance.GetEncoding(437)!;

    /// <summary>Letters of a part of a long name.</summary>
    public const int PartLength = 13;

    public static FileAttributes Attributes(ReadOnlySpan<byte> entry) => (FileAttributes)(entry[AttributesOffset] & 0x3f);

    public static bool IsLabel(ReadOnlySpan<byte> entry) => (entry[AttributesOffset] & 0x08) != 0;

    public static bool IsLongName(ReadOnlySpan<byte> entry) => (entry[AttributesOffset] & 0x3f) == LongNameAttributes;

    /// <summary>The upper half is another field where clusters have 16 bits.</summary>
    public static uint Cluster(ReadOnlySpan<byte> entry, FatKind kind) =>
        BinaryPrimitives.ReadUInt16LittleEndian(entry[ClusterLowOffset..]) | (kind == FatKind.Fat32 ? (uint)BinaryPrimitives.ReadUInt16LittleEndian(entry[ClusterHighOffset..]) << 16 : 0);

    public static uint Length(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadUInt32LittleEndian(entry[LengthOffset..]);

    /// <summary>The label of the volume, of an entry that holds one.</summary>
    public static string Label(ReadOnlySpan<byte> entry) => s_oem.GetString(entry[..NameLength]).TrimEnd();

    /// <summary>The name of eight letters and three, as Windows shows it: NT notes in two bits which half is in lower case.</summary>
    public static string ShortName(ReadOnlySpan<byte> entry)
    {
        Span<byte> name = stackalloc byte[NameLength];
        entry[..NameLength].CopyTo(name);
        if (name[0] == EscapedE5)
        {
            name[0] = Deleted;
        }

        var (first, last) = (s_oem.GetString(name[..BaseLength]).TrimEnd(' '), s_oem.GetString(name[BaseLength..]).TrimEnd(' '));
        first = (entry[CaseOffset] & 0x08) != 0 ? first.ToLowerInvariant() : first;
        last = (entry[CaseOffset] & 0x10) != 0 ? last.ToLowerInvariant() : last;
        return last.Length == 0 ? first : $"{first}.{last}";
    }

    /// <summary>The number of a part of a long name, from 1, and whether it is the last, which stands first.</summary>
    public static (int Number, bool IsLast) Part(ReadOnlySpan<byte> entry) => (entry[0] & 0x1f, (entry[0] & 0x40) != 0);

    /// <summary>The checksum of the short name that a part of a long name belongs to.</summary>
    public static byte PartChecksum(ReadOnlySpan<byte> entry) => entry[ChecksumOffset];

    /// <summary>Copies the letters of a part of a long name; behind a shorter one stand 0 and FFFF.</summary>
    public static void CopyPart(ReadOnlySpan<byte> entry, Span<char> letters)
    {
        for (var i = 0; i < PartLength; i++)
        {
            letters[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(entry[s_letters[i]..]);
        }
    }

    /// <summary>The checksum over a short name, by which a long name shows that it is still this file's.</summary>
    public static byte Checksum(ReadOnlySpan<byte> entry)
    {
        byte sum = 0;
        foreach (var letter in entry[..NameLength])
        {
            sum = (byte)((byte)((sum >> 1) | (sum << 7)) + letter);
        }

        return sum;
    }
}
