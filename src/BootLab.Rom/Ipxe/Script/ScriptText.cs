using System.Text;

namespace BootLab.Rom.Ipxe.Script;

/// <summary>How a command of a line depends on the one before it.</summary>
public enum Separator
{
    /// <summary><c>;</c>, and the first command of a line: run always.</summary>
    Always,

    /// <summary><c>&amp;&amp;</c>: run if the status is success.</summary>
    And,

    /// <summary><c>||</c>: run if the status is an error.</summary>
    Or,
}

/// <summary>One command of a line: its tokens before any expansion.</summary>
public sealed record ScriptCommand(Separator Before, IReadOnlyList<string> Tokens);

/// <summary>A line of a script: its label, if it has one, and what follows.</summary>
/// <param name="Number">The line's number in the file, from 1; of joined lines the first.</param>
/// <param name="Label">The label without its colon; null when the line has none.</param>
/// <param name="Text">The line without the label.</param>
public sealed record ScriptLine(int Number, string? Label, string Text);

/// <summary>The text of a boot script as lines: LF ends a line, a CR before it is dropped, a backslash at the end joins the next line.</summary>
public sealed class ScriptText
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\v', '\f'];

    private ScriptText(IReadOnlyList<ScriptLine> lines) => Lines = lines;

    /// <summary>The lines that are not empty, in order.</summary>
    public IReadOnlyList<ScriptLine> Lines { get; }

    /// <summary>Whether a file is a script: it begins with <c>#!ipxe</c> or <c>#!gpxe</c> and white space.</summary>
    public static bool IsScript(ReadOnlySpan<byte> file) =>
        (file.StartsWith("#!ipxe"u8) || file.StartsWith("#!gpxe"u8)) && file.Length > 6 && file[6] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>Splits a script; never fails, since what a line means is found out when it runs.</summary>
    public static ScriptText Read(ReadOnlySpan<byte> file)
    {
        var lines = new List<ScriptLine>();
        var source = Encoding.Latin1.GetString(file).Split('\n');
        for (var index = 0; index < source.Length; index++)
        {
            var number = index + 1;
            var joined = new StringBuilder(source[index].TrimEnd('\r'));
            while (joined.Length > 0 && joined[^1] == '\\' && index + 1 < source.Length)
            {
                joined.Length--;
                joined.Append(source[++index].TrimEnd('\r'));
            }

            var text = joined.ToString().TrimStart(Blanks);
            string? label = null;
            if (text.StartsWith(':'))
            {
                var end = text.IndexOfAny(Blanks);
                label = end < 0 ? text[1..] : text[1..end];
                text = end < 0 ? string.Empty : text[end..].TrimStart(Blanks);
            }

            if (label is not null || text.Length > 0)
            {
                lines.Add(new ScriptLine(number, label, text));
            }
        }

        return new ScriptText(lines);
    }

    /// <summary>
    /// Splits a line into commands: tokens are separated by white space (there are no quotes), a token that begins with <c>#</c> starts a comment, and
    /// <c>||</c>, <c>&amp;&amp;</c> and <c>;</c> separate commands when they stand alone and <paramref name="separators"/> says that the build knows them.
    /// </summary>
    public static IReadOnlyList<ScriptCommand> SplitCommands(string line, bool separators)
    {
        ArgumentNullException.ThrowIfNull(line);
        var commands = new List<ScriptCommand>();
        var tokens = new List<string>();
        var before = Separator.Always;
        foreach (var token in line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
        {
            if (token.StartsWith('#'))
            {
                break;
            }

            Separator? next = !separators ? null : token switch
            {
                "||" => Separator.Or,
                "&&" => Separator.And,
                ";" => Separator.Always,
                _ => null,
            };
            if (next is { } separator)
            {
                commands.Add(new ScriptCommand(before, tokens));
                (before, tokens) = (separator, []);
            }
            else
            {
                tokens.Add(token);
            }
        }

        commands.Add(new ScriptCommand(before, tokens));
        return commands;
    }
}
