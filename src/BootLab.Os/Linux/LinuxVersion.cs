using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BootLab.Os.Linux;

/// <summary>
/// A version of the Linux kernel, and what its module iscsi_ibft does differently from others. Without a third number it stands for the newest release of its stable series.
/// </summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number.</param>
/// <param name="Patch">The third number; null for the newest release of the series.</param>
public sealed record LinuxVersion(int Major, int Minor, int? Patch = null)
{
    // The stable releases into which 07e0d99a2f70 (CVE-2025-21993) was taken: 6.1.132 by its review list, the others inferred.
    private static readonly Dictionary<(int Major, int Minor), int> s_prefixFixes = new()
    {
        [(5, 4)] = 292,
        [(5, 10)] = 236,
        [(5, 15)] = 180,
        [(6, 1)] = 132,
        [(6, 6)] = 84,
        [(6, 12)] = 20,
        [(6, 13)] = 8,
    };

    /// <summary>The oldest version that is modelled: BIOS machines are searched for BIFT too, UEFI machines by ACPI alone.</summary>
    public static LinuxVersion Oldest { get; } = new(3, 3);

    /// <summary>The version that runs in guests: observed.</summary>
    public static LinuxVersion Observed { get; } = new(6, 1);

    /// <summary>Versions that are worth a look side by side, oldest first.</summary>
    public static IReadOnlyList<LinuxVersion> Representatives { get; } = [new(3, 16), new(4, 19), new(5, 10), Observed, new(6, 14)];

    /// <summary><c>::ffff:0.0.0.0</c> counts as no address (e6050b61, 4.1); before, its file says 0.0.0.0.</summary>
    public bool FiltersMappedZero => IsAtLeast(4, 1);

    /// <summary>There is a folder <c>acpi_header</c> (b3c8eb50, 4.7).</summary>
    public bool ShowsAcpiHeader => IsAtLeast(4, 7);

    /// <summary>The control structure must have exactly 18 bytes (until c0840603, 5.6); since then at least 18.</summary>
    public bool DemandsExactControl => !IsAtLeast(5, 6);

    /// <summary>The search in memory prints the address with leading zeros (342f43af, 5.15).</summary>
    public bool PrintsWideAddress => IsAtLeast(5, 15);

    /// <summary>A prefix above 32 makes a mask of ones (07e0d99a2f70, 6.14 and stable releases); before, the shift is undefined in C, and x86 takes the prefix modulo 32.</summary>
    public bool LimitsPrefix => IsAtLeast(6, 14) || (s_prefixFixes.TryGetValue((Major, Minor), out var fixedIn) && (Patch is null || Patch >= fixedIn));

    /// <summary>Reads <c>6.1</c>, <c>6.1.132</c>, <c>linux-5.10</c> and what <c>uname -r</c> prints, such as <c>6.1.0-56-amd64</c>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out LinuxVersion? version)
    {
        version = null;
        var name = text ?? "";
        var numbers = name.StartsWith("linux-", StringComparison.Ordinal) ? name["linux-".Length..] : name;
        var end = numbers.IndexOfAny(['-', '+', '_']);
        var parts = (end < 0 ? numbers : numbers[..end]).Split('.');
        if (parts.Length is < 2 or > 3 || !Number(parts[0], out var major) || !Number(parts[1], out var minor))
        {
            return false;
        }

        var patch = 0;
        if (parts.Length == 3 && !Number(parts[2], out patch))
        {
            return false;
        }

        // A distribution's kernel, such as Debian's 6.1.0-56-amd64, keeps the 0 and follows the stable series.
        var found = new LinuxVersion(major, minor, parts.Length < 3 || (end >= 0 && patch == 0) ? null : patch);
        version = found.IsAtLeast(Oldest.Major, Oldest.Minor) ? found : null;
        return version is not null;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">The text is no version, or one that is older than <see cref="Oldest"/>.</exception>
    public static LinuxVersion Parse(string text) => TryParse(text, out var version)
        ? version
        : throw new FormatException($"'{text}' is no version of Linux that is known; expected {Oldest} or later, such as linux-5.10 or 6.1.132");

    /// <summary><c>6.1</c> or <c>6.1.132</c>.</summary>
    public override string ToString() => Patch is null ? $"{Major}.{Minor}" : $"{Major}.{Minor}.{Patch}";

    private bool IsAtLeast(int major, int minor) => Major > major || (Major == major && Minor >= minor);

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
