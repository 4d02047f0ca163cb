using System.Text;

namespace BootLab.Report.Tables;

/// <summary>Bytes in hexadecimal, secrets as <c>**</c>.</summary>
public static class HexText
{
    /// <summary>Two digits a byte, spaces between them, a new line after every <paramref name="perLine"/> bytes.</summary>
    public static string Bytes(ReadOnlySpan<byte> bytes, int offset, int perLine, Secrets secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var text = new StringBuilder();
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i > 0)
            {
                text.Append(i % perLine == 0 ? '\n' : ' ');
            }

            text.Append(secrets.Covers(offset + i, 1) ? "**" : bytes[i].ToString("x2"));
        }

        return text.ToString();
    }

    /// <summary>A dump: offset, 16 bytes, their ASCII characters.</summary>
    public static void Dump(TextWriter writer, ReadOnlySpan<byte> bytes, Secrets secrets)
    {
        ArgumentNullException.ThrowIfNull(writer);
        const int perLine = 16;
        for (var start = 0; start < bytes.Length; start += perLine)
        {
            var line = bytes.Slice(start, Math.Min(perLine, bytes.Length - start));
            writer.Write($"{start:x4}  {Bytes(line, start, perLine, secrets),-((3 * perLine) - 1)}  {Ascii(line, start, secrets)}\n");
        }
    }

    private static string Ascii(ReadOnlySpan<byte> line, int offset, Secrets secrets)
    {
        var text = new StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            text.Append(secrets.Covers(offset + i, 1) ? '*' : line[i] is >= 0x20 and < 0x7f ? (char)line[i] : '.');
        }

        return text.ToString();
    }
}
