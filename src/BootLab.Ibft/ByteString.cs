using System.Text;

namespace BootLab.Ibft;

/// <summary>An immutable sequence of bytes, equal when the bytes are. Text stands in it as UTF-8; bytes that are no UTF-8 survive.</summary>
public readonly struct ByteString : IEquatable<ByteString>
{
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>Wraps bytes without copying them; the caller must not change them afterwards.</summary>
    public ByteString(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.Span;

    /// <summary>How many bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>The UTF-8 bytes of a text.</summary>
    public static implicit operator ByteString(string text) => FromString(text);

    /// <summary>The UTF-8 bytes of a text.</summary>
    public static ByteString FromString(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Equal bytes.</summary>
    public static bool operator ==(ByteString left, ByteString right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(ByteString left, ByteString right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ByteString other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ByteString other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>The text, with U+FFFD for what is no UTF-8.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Span);
}
