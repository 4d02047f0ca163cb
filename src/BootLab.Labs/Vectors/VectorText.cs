namespace BootLab.Labs.Vectors;

/// <summary>The lines of one case of a vector.</summary>
internal static class VectorText
{
    /// <summary>The entry of a list that begins in a line (from 1), without its dash and indentation.</summary>
    public static string Of(IReadOnlyList<string> lines, int line)
    {
        var first = lines[line - 1];
        var indent = first.IndexOf('-', StringComparison.Ordinal) + 2;
        var rest = lines.Skip(line).TakeWhile(text => text.Length > indent && string.IsNullOrWhiteSpace(text[..indent]));
        return string.Concat(rest.Prepend(first).Select(text => text[indent..] + "\n"));
    }
}
