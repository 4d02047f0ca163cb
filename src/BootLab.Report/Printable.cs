using System.Text;

namespace BootLab.Report;

/// <summary>Text that comes from a table, made safe for a terminal.</summary>
public static class Printable
{
    /// <summary>The text with control characters as <c>\x1b</c>, so that no table can move the cursor or change colours.</summary>
    public static string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var safe = new StringBuilder();
        foreach (var character in text)
        {
            safe.Append(char.IsControl(character) ? $"\\x{(int)character:x2}" : character.ToString());
        }

        return safe.ToString();
    }
}
