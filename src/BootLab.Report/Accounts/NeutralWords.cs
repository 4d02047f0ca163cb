using System.Text;
using System.Text.RegularExpressions;
using BootLab.Ibft;

namespace BootLab.Report.Accounts;

/// <summary>
/// Other words in place of a site's names: of the same length and shape (digits, hexadecimal and other letters, punctuation, the kind of an iSCSI name), the same for the same, another for another.
/// </summary>
internal sealed partial class NeutralWords
{
    // What a character becomes, and with which others it is counted on.
    private static readonly string[] s_classes = ["0123456789", "abcdef", "nopqrstuvwxyzghijklm", "ABCDEF", "NOPQRSTUVWXYZGHIJKLM"];

    private static readonly byte[] s_iqn = "iqn.2000-01."u8.ToArray();

    private readonly Dictionary<ByteString, ByteString> _words = [];
    private readonly Dictionary<string, long> _shapes = [];

    /// <summary>The words that were replaced.</summary>
    public IEnumerable<(ByteString From, ByteString To)> Replaced => _words.Select(word => (word.Key, word.Value));

    /// <summary>Another word.</summary>
    public ByteString Of(ByteString word)
    {
        if (word.Length == 0)
        {
            return word;
        }

        if (!_words.TryGetValue(word, out var neutral))
        {
            var kept = IscsiName().Match(Encoding.Latin1.GetString(word.Span)).Length;
            var classes = word.Span[kept..].ToArray().Select(ClassOf).ToArray();
            neutral = Count(word, kept, classes.All(one => one is null) ? [.. classes.Select(_ => s_classes[2])] : classes);
            _words.Add(word, neutral);
        }

        return neutral;
    }

    /// <summary>Another secret: nothing of its shape stays but the length.</summary>
    public ByteString OfSecret(ByteString secret)
    {
        if (secret.Length > 0 && !_words.ContainsKey(secret))
        {
            _words.Add(secret, Count(secret, 0, [.. Enumerable.Repeat(s_classes[2], secret.Length)]));
        }

        return secret.Length == 0 ? secret : _words[secret];
    }

    private ByteString Count(ByteString word, int kept, string?[] classes)
    {
        // The month in which a domain was registered tells whose it is.
        var shape = $"{(kept == s_iqn.Length ? "iqn." : Convert.ToHexString(word.Span[..kept]))}:{string.Concat(classes.Select((one, at) => one?[0] ?? (char)word.Span[kept + at]))}";
        while (true)
        {
            var number = _shapes[shape] = _shapes.GetValueOrDefault(shape, -1) + 1;
            var neutral = new ByteString(Write(word, kept, classes, ref number));
            // One that is somebody's own name is left out, unless there is no other.
            if (number > 0 || (neutral != word && !_words.ContainsKey(neutral)))
            {
                return neutral;
            }
        }
    }

    /// <summary>The word's shape with a number in it, the last character counting fastest; what is left of a number that does not fit stays in it.</summary>
    private static byte[] Write(ByteString word, int kept, string?[] classes, ref long number)
    {
        var bytes = word.Span.ToArray();
        if (kept == s_iqn.Length)
        {
            s_iqn.CopyTo(bytes, 0);
        }

        for (var at = classes.Length - 1; at >= 0; at--)
        {
            if (classes[at] is { } letters)
            {
                bytes[kept + at] = (byte)letters[(int)(number % letters.Length)];
                number /= letters.Length;
            }
        }

        return bytes;
    }

    // Punctuation has no class and stays. Bytes beyond ASCII are letters of some language.
    private static string? ClassOf(byte value) => value >= 0x80 ? s_classes[2] : Array.Find(s_classes, letters => letters.Contains((char)value, StringComparison.Ordinal));

    [GeneratedRegex(@"^(iqn\.[0-9]{4}-[0-9]{2}\.|eui\.|naa\.)")]
    private static partial Regex IscsiName();
}
