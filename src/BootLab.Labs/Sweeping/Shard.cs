using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BootLab.Labs.Sweeping;

/// <summary>One of several parts of a sweep, for several hosts to share it. A case's part depends on nothing but its id, so that parts stay what they are when a matrix grows.</summary>
/// <param name="Number">Which part, from 1.</param>
/// <param name="Count">How many parts there are.</param>
public readonly record struct Shard(int Number, int Count)
{
    /// <summary>All in one part.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Reads <c>2/5</c>.</summary>
    public static bool TryParse(string text, out Shard shard)
    {
        ArgumentNullException.ThrowIfNull(text);
        shard = Whole;
        var parts = text.Split('/');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && number >= 1 && number <= count)
        {
            shard = new Shard(number, count);
            return true;
        }

        return false;
    }

    /// <summary>Whether a case belongs to this part: the first eight bytes of its id's SHA-256, big-endian, modulo the number of parts.</summary>
    public bool Has(MatrixCase one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var hash = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(one.Id)));
        return hash % (ulong)Count == (ulong)(Number - 1);
    }

    /// <summary>As it is written: <c>2/5</c>.</summary>
    public override string ToString() => $"{Number}/{Count}";
}
