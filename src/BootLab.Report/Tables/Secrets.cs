using BootLab.Ibft;

namespace BootLab.Report.Tables;

/// <summary>Where the CHAP secrets of a table are. Whatever shows bytes or strings asks here first.</summary>
public sealed class Secrets
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "(masked)";

    // True for every byte of a secret. Offset and length have 16 bits each.
    private readonly bool[] _bytes;

    private Secrets(int size) => _bytes = new bool[size];

    /// <summary>Nothing is secret: all is to be shown.</summary>
    public static Secrets None { get; } = new(0);

    /// <summary>The secrets of a table; none when they are to be shown.</summary>
    public static Secrets Of(IbftTable table, bool show)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (show)
        {
            return None;
        }

        var secrets = new Secrets(2 * (ushort.MaxValue + 1));
        foreach (var text in table.Targets.SelectMany(target => new[] { target.ChapSecret, target.ReverseChapSecret }).Where(text => text.Length > 0))
        {
            secrets._bytes.AsSpan(text.Offset, text.Length).Fill(true);
        }

        return secrets;
    }

    /// <summary>Whether any of these bytes belongs to a secret.</summary>
    public bool Covers(int offset, int length)
    {
        var start = Math.Min(offset, _bytes.Length);
        return _bytes.AsSpan(start, Math.Min(length, _bytes.Length - start)).Contains(true);
    }

    /// <summary>The table with a star for every byte of a secret, and a checksum as right as it was.</summary>
    public byte[] Hide(ReadOnlySpan<byte> table)
    {
        var hidden = table.ToArray();
        for (var i = 0; i < hidden.Length; i++)
        {
            hidden[i] = Covers(i, 1) ? (byte)'*' : hidden[i];
        }

        hidden[IbftOffsets.Header.Checksum] += (byte)(IbftChecksum.Sum(table) - IbftChecksum.Sum(hidden));
        return hidden;
    }

    /// <summary>The text of a string, in quotes and safe for a terminal, or the mask.</summary>
    public string Show(IbftString text) => Covers(text.Offset, text.Length) ? Mask : $"\"{Printable.Text(text.ToString())}\"";

    /// <summary>The text of a string as it is, or null when it is absent or secret: for JSON.</summary>
    public string? Plain(IbftString text) => text.IsAbsent || Covers(text.Offset, text.Length) ? null : text.ToString();
}
