using System.Buffers.Binary;
using System.Text;

namespace BootLab.Disk.Registry;

/// <summary>Text and times as hives hold them.</summary>
internal static class HiveText
{
    private const long LastFileTime = 2650467743999999999;

    /// <summary>UTF-16LE, unpaired surrogates kept as they are; a lone last byte is left out.</summary>
    public static string Utf16(ReadOnlySpan<byte> bytes) => string.Create(bytes.Length / 2, bytes, static (text, source) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * i)..]);
        }
    });

    /// <summary>A name: "compressed" names hold the low byte of each UTF-16 unit.</summary>
    public static string Name(ReadOnlySpan<byte> bytes, bool isCompressed) => isCompressed ? Encoding.Latin1.GetString(bytes) : Utf16(bytes);

    /// <summary>The time of a FILETIME (100 ns since 1601), or null beyond the year 9999.</summary>
    public static DateTimeOffset? Time(long fileTime) => fileTime is >= 0 and <= LastFileTime ? new DateTimeOffset(DateTime.FromFileTimeUtc(fileTime)) : null;
}
