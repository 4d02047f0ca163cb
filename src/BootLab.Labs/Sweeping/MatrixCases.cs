using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;

namespace BootLab.Labs.Sweeping;

/// <summary>The cases of a lab's matrix.</summary>
public static class MatrixCases
{
    /// <summary>Every combination of the matrix, or of a named subset, each once; the last dimension changes first. Boot programs that are not there for a firmware are left out.</summary>
    /// <exception cref="ArgumentException">The lab has no matrix, or no such subset.</exception>
    public static IReadOnlyList<MatrixCase> Of(LabFile lab, string? subset = null)
    {
        ArgumentNullException.ThrowIfNull(lab);
        var matrix = lab.Matrix ?? throw new ArgumentException($"{lab.Name} has no 'matrix', expected one that says what varies");
        IReadOnlyList<MatrixValues>? parts = [matrix.Values];
        if (subset is not null && !matrix.Subsets.TryGetValue(subset, out parts))
        {
            throw new ArgumentException($"found the subset '{subset}', expected {(matrix.Subsets.Count == 0 ? "none: the matrix names no subsets" : $"one of {string.Join(", ", matrix.Subsets.Keys)}")}");
        }

        return [.. parts.SelectMany(part => Combinations(part.Over(matrix.Values))).Distinct().Where(one => IsPossible(lab, one))];
    }

    /// <summary>The run of the lab that makes a case's table, on the firmware of the case.</summary>
    public static LabVariant RunOf(LabFile lab, MatrixCase one)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(one);
        var run = LabRunner.Select(lab, one[MatrixDimension.Producer] ?? LabRunner.Variants(lab).First().Name);
        return one[MatrixDimension.Firmware] is { } firmware
            ? run with { Machine = run.Machine with { Firmware = firmware == MatrixWords.Uefi ? FirmwareKind.Uefi : FirmwareKind.Bios } }
            : run;
    }

    private static bool IsPossible(LabFile lab, MatrixCase one)
    {
        var run = RunOf(lab, one);
        return run.Rom.Program.RunsOn(run.Machine.Firmware);
    }

    private static IEnumerable<MatrixCase> Combinations(MatrixValues values)
    {
        IEnumerable<IReadOnlyDictionary<MatrixDimension, string>> all = [new Dictionary<MatrixDimension, string>()];
        foreach (var (dimension, list) in values.ByDimension.OrderBy(entry => entry.Key))
        {
            all = all.SelectMany(known => list.Select(value => new Dictionary<MatrixDimension, string>(known) { [dimension] = value }));
        }

        return all.Select(combination => new MatrixCase(combination));
    }
}
