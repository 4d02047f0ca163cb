using System.Text.RegularExpressions;

namespace BootLab.Vm.Capture;

/// <summary>What a BIOS writes on the serial port, made readable.</summary>
internal static partial class ConsoleText
{
    /// <summary>A line without the terminal's control sequences, which place and colour the text (ECMA-48), and without words that were blanked before it, as "Press Ctrl-B" is.</summary>
    public static string Plain(string line) => Overwritten().Replace(Controls().Replace(line, ""), "").TrimEnd();

    /// <summary>The lines from the boot program's first words after its banner on; all when it shows none.</summary>
    public static IReadOnlyList<string> OfBoot(IReadOnlyList<string> lines)
    {
        var banner = lines.ToList().FindLastIndex(line => line.StartsWith("Features:", StringComparison.Ordinal));
        return [.. lines.Skip(banner + 1).SkipWhile(line => line.Length == 0)];
    }

    /// <summary>A line as it can be compared: the dots that show how long something took become three, and what a screen of 80 columns would break is left out.</summary>
    public static string Comparable(string line)
    {
        const int columns = 60;
        var text = Dots().Replace(line, "...");
        return text.Length > columns ? text[..columns] : text;
    }

    [GeneratedRegex(@"\x1b\[[0-9;?=]*[A-Za-z]|\x1b[()][A-Z0-9]|[\x00-\x08\x0b-\x1f]")]
    private static partial Regex Controls();

    [GeneratedRegex(@"^.*\S {20,}(?=\S)")]
    private static partial Regex Overwritten();

    [GeneratedRegex(@"\.{3,}")]
    private static partial Regex Dots();
}
