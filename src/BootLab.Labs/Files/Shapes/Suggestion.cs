namespace BootLab.Labs.Files.Shapes;

/// <summary>"Did you mean": the known word nearest to one that is not known.</summary>
internal static class Suggestion
{
    /// <summary>Ends a message after "expected": the nearest word when one is near, else all of them.</summary>
    public static string For(string unknown, IEnumerable<string> known)
    {
        var words = known.ToArray();
        var nearest = Nearest(unknown, words);
        return nearest is null ? $"one of {string.Join(", ", words)}" : $"a key that exists; did you mean '{nearest}'?";
    }

    /// <summary>The word at the smallest distance, when that is at most a third of its length (at least 1).</summary>
    public static string? Nearest(string unknown, IEnumerable<string> known)
    {
        // A longer word is near nothing, and the distance takes time for every pair of letters.
        if (unknown.Length > 64)
        {
            return null;
        }

        var best = known.Select(word => (Word: word, Distance: Distance(unknown, word))).OrderBy(pair => pair.Distance).FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(1, best.Word.Length / 3) ? best.Word : null;
    }

    // Optimal string alignment: insert, delete, replace, swap two neighbours.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                var best = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (char.ToLowerInvariant(a[i - 1]) == b[j - 1] ? 0 : 1));
                var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                d[i, j] = swapped ? Math.Min(best, d[i - 2, j - 2] + 1) : best;
            }
        }

        return d[a.Length, b.Length];
    }
}
