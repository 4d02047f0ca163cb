using System.Text;

namespace BootLab.Iscsi.Wire;

/// <summary>Text keys on the wire: <c>key=value</c> pairs in UTF-8, each ended by a NUL (RFC 7143, 6.1). Order and duplicates are kept.</summary>
public static class TextKeys
{
    // RFC 7143, 6.1: a key name has at most 63 bytes.
    private const int MaxKeyLength = 63;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads all pairs of a whole text.</summary>
    /// <exception cref="IscsiFormatException">The text is malformed.</exception>
    public static List<TextKey> Read(ReadOnlySpan<byte> text) => TryRead(text, out var keys, out var error) ? keys : throw error!;

    /// <summary>Reads all pairs of a whole text. Empty pairs (a NUL alone) are skipped, some targets count padding as data.</summary>
    /// <param name="text">The data segment, or several of them joined.</param>
    /// <param name="keys">The pairs in their order; on failure those before the error.</param>
    /// <param name="error">What is wrong and at which offset of the text; null on success.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out List<TextKey> keys, out IscsiFormatException? error)
    {
        keys = [];
        error = null;
        for (var start = 0; start < text.Length;)
        {
            var length = text[start..].IndexOf((byte)0);
            if (length < 0)
            {
                error = new IscsiFormatException("a text key is not ended by a NUL byte", start);
                return false;
            }

            if (length > 0 && !TryReadPair(text.Slice(start, length), start, keys, out error))
            {
                return false;
            }

            start += length + 1;
        }

        return true;
    }

    /// <summary>The pairs as bytes.</summary>
    /// <exception cref="ArgumentException">A key is empty or holds an equals sign, or a key or value holds a NUL.</exception>
    public static byte[] ToBytes(IEnumerable<TextKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var text = new StringBuilder();
        foreach (var (key, value) in keys)
        {
            if (key.Length == 0 || key.Contains('=') || key.Contains('\0') || value.Contains('\0'))
            {
                throw new ArgumentException($"\"{key}={value}\" cannot be written as a text key", nameof(keys));
            }

            text.Append(key).Append('=').Append(value).Append('\0');
        }

        return Strict.GetBytes(text.ToString());
    }

    /// <summary>The value of the first pair with this key, or null.</summary>
    public static string? Find(IEnumerable<TextKey> keys, string key)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var pair in keys)
        {
            if (pair.Key == key)
            {
                return pair.Value;
            }
        }

        return null;
    }

    private static bool TryReadPair(ReadOnlySpan<byte> pair, int offset, List<TextKey> keys, out IscsiFormatException? error)
    {
        var equals = pair.IndexOf((byte)'=');
        error = equals switch
        {
            < 0 => new IscsiFormatException("a text key has no '='", offset),
            0 => new IscsiFormatException("a text key has no name before '='", offset),
            > MaxKeyLength => new IscsiFormatException($"a text key's name has {equals} bytes, at most {MaxKeyLength} are allowed", offset),
            _ => null,
        };
        if (error is not null)
        {
            return false;
        }

        try
        {
            keys.Add(new TextKey(Strict.GetString(pair[..equals]), Strict.GetString(pair[(equals + 1)..])));
            return true;
        }
        catch (DecoderFallbackException)
        {
            error = new IscsiFormatException("a text key is not UTF-8", offset);
            return false;
        }
    }
}
