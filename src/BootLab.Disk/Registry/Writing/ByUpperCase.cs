namespace BootLab.Disk.Registry.Writing;

/// <summary>Names of keys as hives order and hash them: each UTF-16 unit upper-cased by itself.</summary>
internal sealed class ByUpperCase : IComparer<string>
{
    public static ByUpperCase Order { get; } = new();

    public bool Equals(string left, string right) => Compare(left, right) == 0;

    public int Compare(string? x, string? y)
    {
        var (left, right) = (x ?? string.Empty, y ?? string.Empty);
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var difference = char.ToUpperInvariant(left[i]) - char.ToUpperInvariant(right[i]);
            if (difference != 0)
            {
                return difference;
            }
        }

        return left.Length - right.Length;
    }

    /// <summary>The hash in lh lists.</summary>
    public static uint Hash(string name) => name.Aggregate(0u, (hash, unit) => unchecked((hash * 37) + char.ToUpperInvariant(unit)));
}
