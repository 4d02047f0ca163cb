using System.Globalization;
using BootLab.Rom.Ipxe.Settings;

namespace BootLab.Rom.Ipxe.Script;

/// <summary>The words of a command after expansion, split into options and arguments.</summary>
public sealed class CommandLine
{
    private readonly Dictionary<string, string> _options = [];

    private CommandLine(string name, IReadOnlyList<string> arguments)
    {
        Name = name;
        Arguments = arguments;
    }

    /// <summary>The command's name.</summary>
    public string Name { get; }

    /// <summary>What is left besides the options.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>
    /// Splits words as iPXE's getopt_long does: options come first, the first word that is none or <c>--</c> ends them, and what begins with a dash is no
    /// option's value unless it is attached to it. <paramref name="known"/> lists the options as
    /// <c>long|s</c>, with <c>=</c> behind those that take a value.
    /// </summary>
    /// <exception cref="UsageException">An option is unknown, or its value is missing.</exception>
    public static CommandLine Parse(IReadOnlyList<string> words, params ReadOnlySpan<string> known)
    {
        ArgumentNullException.ThrowIfNull(words);
        var arguments = new List<string>();
        var result = new CommandLine(words[0], arguments);
        for (var index = 1; index < words.Count; index++)
        {
            var word = words[index];
            if (word == "--")
            {
                arguments.AddRange(words.Skip(index + 1));
                break;
            }

            if (!word.StartsWith('-'))
            {
                arguments.AddRange(words.Skip(index));
                break;
            }

            var isLong = word.StartsWith("--", StringComparison.Ordinal);
            var equals = isLong ? word.IndexOf('=', StringComparison.Ordinal) : -1;
            var given = isLong ? equals < 0 ? word[2..] : word[2..equals] : word.Length > 1 ? word[1..2] : string.Empty;
            var (name, takesValue) = Find(known, given) ?? throw new UsageException($"Unrecognised option \"{word}\"");
            string? attached = equals >= 0 ? word[(equals + 1)..] : !isLong && word.Length > 2 ? word[2..] : null;
            if (takesValue && attached is null)
            {
                attached = ++index < words.Count && !words[index].StartsWith('-') ? words[index] : throw new UsageException($"Option \"{word}\" requires an argument");
            }

            result._options[name] = attached ?? string.Empty;
        }

        return result;
    }

    /// <summary>Whether an option was given.</summary>
    public bool Has(string option) => _options.ContainsKey(option);

    /// <summary>An option's value; null when it was not given.</summary>
    public string? Value(string option) => _options.GetValueOrDefault(option);

    /// <summary>An option's value as an integer in C notation; null when it was not given.</summary>
    /// <exception cref="UsageException">The value is no integer.</exception>
    public long? Number(string option) => Value(option) is { } text ? ParseInteger(text) : null;

    /// <summary>An integer in C notation.</summary>
    /// <exception cref="UsageException">The text is no integer.</exception>
    public static long ParseInteger(string text) => SettingType.TryParseInteger(text, out var value)
        ? value
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"\"{text}\": invalid integer value"));

    private static (string Name, bool TakesValue)? Find(ReadOnlySpan<string> known, string given)
    {
        foreach (var option in known)
        {
            var takesValue = option.EndsWith('=');
            var names = option.TrimEnd('=').Split('|');
            if (Array.IndexOf(names, given) >= 0)
            {
                return (names[0], takesValue);
            }
        }

        return null;
    }
}

/// <summary>A command was called in a way it does not understand.</summary>
public sealed class UsageException(string message) : Exception(message);
