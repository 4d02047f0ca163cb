namespace BootLab.Vm.Emission;

/// <summary>Words for a POSIX shell.</summary>
public static class ShellText
{
    /// <summary>A word as it is when no character means anything to the shell, else in single quotes.</summary>
    public static string Quote(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || "%+,-./:=@_".Contains(character))
            ? word
            : $"'{word.Replace("'", """'\''""", StringComparison.Ordinal)}'";
    }
}
