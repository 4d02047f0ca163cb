namespace BootLab.Os.Reading;

/// <summary>The name that may have been meant.</summary>
internal static class NearestName
{
    /// <summary>The name nearest to a word; null when none is near enough to be worth mentioning: a third of its letters may be wrong, and always one of several.</summary>
    public static string? Of(string word, IEnumerable<string> names)
    {
        var nearest = names.MinBy(name => Distance(word, name));
        return nearest is not null && Distance(word, nearest) <= Math.Max(1, word.Length / 3) && word.Length > 1 ? nearest : null;
    }

    /// <summary>How many letters are to be put in, left out or replaced to make one word of another.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(from[i - 1]) == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
