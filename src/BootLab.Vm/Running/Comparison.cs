using BootLab.Iscsi.Target;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Os.Linux;

namespace BootLab.Vm.Running;

/// <summary>What happened beside what was foretold, field by field.</summary>
internal static class Comparison
{
    /// <summary>A line for each difference; none when all is as foretold.</summary>
    /// <param name="prediction">What was foretold.</param>
    /// <param name="outcome">How the guest's boot ended.</param>
    /// <param name="view">What its kernel shows of the table.</param>
    /// <param name="logins">Logins that the lab's targets saw.</param>
    /// <param name="seesAddresses">Whether they saw the guest's own addresses.</param>
    /// <param name="firstSector">The first 512 bytes of the disk that it logged in to; empty when it has none.</param>
    public static IReadOnlyList<string> Of(VmPrediction prediction, VmOutcome outcome, IEnumerable<SysfsEntry> view, IReadOnlyList<LoginRecord> logins, bool seesAddresses, ReadOnlySpan<byte> firstSector) =>
    [
        .. prediction.Outcome is { } foretold && !foretold.IsLike(outcome) ? [$"outcome: foretold {foretold}; the guest: {outcome}"] : Array.Empty<string>(),
        .. View(prediction.View, view),
        .. prediction.LoginFrom is { } from && !logins.Any(login => login.StatusClass == 0 && (!seesAddresses || login.Peer.Address.Equals(from)))
            ? [$"login: foretold from {from}; the targets saw {(logins.Count == 0 ? "none" : string.Join(", ", logins.Select(login => login.Peer.Address).Distinct()))}"]
            : Array.Empty<string>(),
        .. prediction.Disk is { } disk && firstSector.Length > 0 && !firstSector.SequenceEqual(FirstSector(disk))
            ? ["disk: its first 512 bytes are not those of the lab's logical unit"]
            : Array.Empty<string>(),
    ];

    private static ReadOnlySpan<byte> FirstSector(LunSpec disk)
    {
        var block = new byte[disk.BlockSize];
        using var disks = new LabDisks();
        disks.Open(disk).Read(0, block);
        return block.AsSpan(0, 512);
    }

    /// <summary>A line for each file or device link that is otherwise than foretold.</summary>
    public static IEnumerable<string> View(IEnumerable<SysfsEntry> foretold, IEnumerable<SysfsEntry> shown)
    {
        // Links lead to places whose way depends on the guest's bridges; that they lead to the right function is what counts.
        var expected = foretold.ToDictionary(entry => entry.Path);
        var found = shown.Where(entry => !entry.IsLink || entry.Path.EndsWith("/device", StringComparison.Ordinal))
            .Select(entry => entry.IsLink ? entry with { Value = entry.Value.Split('/')[^1] } : entry)
            .ToDictionary(entry => entry.Path);
        foreach (var path in expected.Keys.Union(found.Keys).Order(StringComparer.Ordinal))
        {
            var (wanted, seen) = (expected.GetValueOrDefault(path)?.Value, found.GetValueOrDefault(path)?.Value);
            if (wanted != seen)
            {
                yield return $"{path}: foretold {Quote(path, wanted)}, Linux shows {Quote(path, seen)}";
            }
        }
    }

    private static string Quote(string path, string? value) => value is null ? "nothing" : path.EndsWith("-secret", StringComparison.Ordinal) ? "another secret" : $"'{value}'";
}
