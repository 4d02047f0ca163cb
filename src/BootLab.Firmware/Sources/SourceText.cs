using System.Text;

namespace BootLab.Firmware.Sources;

/// <summary>Text from outside: told from binary data, and decoded.</summary>
internal static class SourceText
{
    /// <summary>No dump of one table, and no mail around it, is longer.</summary>
    public const int MaximumBytes = 16 << 20;

    private static readonly byte[] s_utf8Mark = [0xef, 0xbb, 0xbf];

    /// <summary>Whether the beginning of a source is text: UTF-16 with a mark, as Windows' shells write it, or bytes without control characters.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes)
    {
        var head = bytes[..Math.Min(bytes.Length, 4096)];
        return IsUtf16(head) || (head.Length > 0 && head.IndexOfAnyExceptInRange((byte)0x20, (byte)0xff) is var first && (first < 0 || !HasControl(head[first..])));
    }

    /// <summary>The text; bytes above 0x7f stay apart as Latin-1, so that nothing is lost.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaximumBytes)
        {
            throw new SourceFormatException($"found {bytes.Length} bytes of text, expected at most {MaximumBytes}; cut out the part with the table");
        }

        return IsUtf16(bytes) ? (bytes[0] == 0xff ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(bytes[2..])
            : Encoding.Latin1.GetString(bytes.StartsWith(s_utf8Mark) ? bytes[3..] : bytes);
    }

    /// <summary>The lines, without what marks them as quoted in a mail and without trailing carriage returns.</summary>
    public static string[] Lines(string text)
    {
        var lines = text.Replace("\u00c2\u00a0", " ", StringComparison.Ordinal).Replace('\u00a0', ' ').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].AsSpan().TrimEnd('\r');
            while (line.TrimStart() is ['>', .. var quoted])
            {
                line = quoted;
            }

            lines[i] = line.ToString();
        }

        return lines;
    }

    private static bool IsUtf16(ReadOnlySpan<byte> bytes) => bytes is [0xff, 0xfe, ..] or [0xfe, 0xff, ..];

    private static bool HasControl(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value < 0x20 && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f'))
            {
                return true;
            }
        }

        return false;
    }
}
