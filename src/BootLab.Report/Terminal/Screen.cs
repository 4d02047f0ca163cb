namespace BootLab.Report.Terminal;

/// <summary>What text is written for: how wide it may be and whether it may be coloured.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Colour">Whether ANSI colours are wanted.</param>
public sealed record Screen(int Width, bool Colour)
{
    /// <summary>Width where none is known: files and pipes.</summary>
    public const int DefaultWidth = 120;

    /// <summary>No colours, the default width: what files and pipes get.</summary>
    public static Screen Plain { get; } = new(DefaultWidth, Colour: false);

    /// <summary>
    /// Follows the environment: the width is COLUMNS, else that of the terminal; colours are for terminals, unless NO_COLOR (any value, no-color.org) or TERM=dumb
    /// forbids them or FORCE_COLOR (any value but 0) demands them. NO_COLOR wins.
    /// </summary>
    /// <param name="isTerminal">Whether the output goes to a terminal.</param>
    /// <param name="terminalWidth">Asked for only when the output goes to a terminal and COLUMNS is not set.</param>
    /// <param name="environment">Environment variables by name.</param>
    public static Screen Detect(bool isTerminal, Func<int> terminalWidth, Func<string, string?> environment)
    {
        var width = int.TryParse(environment("COLUMNS"), out var columns) && columns > 0 ? columns
            : isTerminal && terminalWidth() is > 0 and var measured ? measured
            : DefaultWidth;
        var forced = environment("FORCE_COLOR") is { Length: > 0 } force && force != "0";
        var forbidden = environment("NO_COLOR") is { Length: > 0 };
        var colour = !forbidden && (forced || (isTerminal && environment("TERM") != "dumb"));
        return new Screen(width, colour);
    }

    /// <summary>The text in a colour, or as it is where colours are not wanted.</summary>
    public string Paint(string text, Colour colour) => Colour && colour != Terminal.Colour.Plain && text.Length > 0
        ? $"\e[{(int)colour}m{text}\e[0m"
        : text;
}

/// <summary>Colours by their ANSI numbers (ECMA-48, SGR).</summary>
public enum Colour
{
    /// <summary>As it is.</summary>
    Plain = 0,

    /// <summary>Headings.</summary>
    Bold = 1,

    /// <summary>Less important.</summary>
    Dim = 2,

    /// <summary>Wrong.</summary>
    Red = 31,

    /// <summary>Right.</summary>
    Green = 32,

    /// <summary>Not known, or doubtful.</summary>
    Yellow = 33,

    /// <summary>Places.</summary>
    Cyan = 36,
}
