using System.Globalization;
using System.Security.Cryptography;
using BootLab.Labs.Files;
using BootLab.Machine;

namespace BootLab.Labs.Running;

/// <summary>Holds a run against what its lab expects.</summary>
public static class Expectations
{
    /// <summary>One line for each expectation that does not hold: what was expected and what was found.</summary>
    public static IReadOnlyList<string> Check(BootRun run, ExpectSpec expect)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(expect);
        var misses = new List<string>();
        if (expect.Outcome is { } outcome && outcome != run.Outcome.Kind)
        {
            Miss("outcome", Word(outcome), $"{Word(run.Outcome.Kind)}: {run.Outcome.Text}");
        }

        if (expect.Error is { } error && !Mentions(run, error))
        {
            Miss("error", error, run.Outcome.ErrorCode is { } code ? $"0x{code:x8}" : run.Outcome.Text);
        }

        if (expect.Table is { } table)
        {
            CheckTable(run, table, Miss);
        }

        foreach (var (id, wanted) in expect.Rules)
        {
            var verdict = run.Answer?.Verdicts.FirstOrDefault(verdict => verdict.Rule.Id == id);
            if (verdict is null || verdict.State != wanted)
            {
                Miss($"rule {id}", Word(wanted), verdict is null ? "no table" : $"{Word(verdict.State)}: {verdict.Because}");
            }
        }

        foreach (var (profile, wanted) in expect.Predictions)
        {
            PredictionExpectations.Check(run, profile, wanted, Miss);
        }

        CheckConsole(run, expect.Console, Miss);
        return misses;

        void Miss(string what, string wanted, string found) => misses.Add($"{what}: expected {wanted}, found {found}");
    }

    private static void CheckTable(BootRun run, ExpectedTable expected, Action<string, string, string> miss)
    {
        if (expected.Place is { } place && place != PlaceOf(run))
        {
            miss("table place", Word(place), Word(PlaceOf(run)));
        }

        if (run.Table is not { } table)
        {
            if (expected.Place is not TablePlace.Nowhere)
            {
                miss("table", "one", "none in memory");
            }

            return;
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(table.Bytes));
        if (expected.Sha256 is { } digest && digest != sha256)
        {
            miss("table sha256", digest, sha256);
        }

        if (expected.File is { } file && FirstDifference(File.ReadAllBytes(file), table.Bytes) is { } difference)
        {
            miss("table bytes", $"those of {Path.GetFileName(file)}", difference);
        }

        if (expected.Length is { } length && length != table.Bytes.Length)
        {
            miss("table length", Text(length), Text(table.Bytes.Length));
        }

        if (expected.Address is { } address && address != table.Address)
        {
            miss("table address", $"0x{address:x}", $"0x{table.Address:x}");
        }

        if (expected.Nics is { } nics && run.Content?.Nics.Select(nic => nic.MacAddress).SequenceEqual(nics) != true)
        {
            miss("NICs", Macs(nics), run.Content is null ? "an unreadable table" : Macs(run.Content.Nics.Select(nic => nic.MacAddress)));
        }

        if (expected.Targets is { } targets && run.Content?.Targets.Select(target => target.Name.ToString()).SequenceEqual(targets) != true)
        {
            miss("targets", string.Join(", ", targets), run.Content is null ? "an unreadable table" : string.Join(", ", run.Content.Targets.Select(target => target.Name.ToString())));
        }
    }

    private static void CheckConsole(BootRun run, IReadOnlyList<string> lines, Action<string, string, string> miss)
    {
        var console = run.Journal.Console.Split('\n');
        var next = 0;
        foreach (var line in lines)
        {
            var index = Array.FindIndex(console, next, shown => shown.Contains(line, StringComparison.Ordinal));
            if (index < 0)
            {
                miss("console", $"a line with '{line}'", next == 0 ? "none" : $"none after '{console[next - 1]}'");
                return;
            }

            next = index + 1;
        }
    }

    private static bool Mentions(BootRun run, string error) =>
        (run.Outcome.ErrorCode is { } code && uint.TryParse(error.Replace("0x", string.Empty, StringComparison.OrdinalIgnoreCase), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number == code)
        || run.Outcome.Text.Contains(error, StringComparison.OrdinalIgnoreCase)
        || run.Journal.Console.Contains(error.Replace("0x", string.Empty, StringComparison.OrdinalIgnoreCase), StringComparison.OrdinalIgnoreCase);

    private static TablePlace PlaceOf(BootRun run) => run.Table is null ? TablePlace.Nowhere : run.Memory.Acpi is null ? TablePlace.LowMemory : TablePlace.Acpi;

    private static string? FirstDifference(byte[] expected, byte[] found)
    {
        var at = expected.AsSpan().CommonPrefixLength(found);
        return at == expected.Length && at == found.Length ? null
            : at < Math.Min(expected.Length, found.Length) ? $"another byte first at offset 0x{at:x}: 0x{found[at]:x2} for 0x{expected[at]:x2}"
            : $"{found.Length} bytes for {expected.Length}";
    }

    private static string Macs(IEnumerable<System.Net.NetworkInformation.PhysicalAddress> macs) => string.Join(", ", macs.Select(MacText.Format));

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
