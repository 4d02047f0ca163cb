namespace BootLab.Disk.Windows;

/// <summary>The steps of a boot as they are found, and what else is to be said.</summary>
internal sealed class BootTrail(List<string> notes)
{
    /// <summary>The steps so far.</summary>
    public List<BootStep> Steps { get; } = [];

    /// <summary>What else is to be said.</summary>
    public List<string> Notes => notes;

    /// <summary>Adds a step.</summary>
    /// <param name="what">One of <see cref="BootStep"/>'s constants.</param>
    /// <param name="where">Where.</param>
    /// <param name="problem">What is wrong; null when nothing is.</param>
    /// <param name="code">The loader's error for the problem.</param>
    /// <returns>Whether the boot goes on.</returns>
    public bool Add(string what, string where, string? problem, uint? code = null) => Add(new BootStep(what, where, problem, problem is null ? null : code));

    /// <inheritdoc cref="Add(string, string, string?, uint?)"/>
    public bool Add(BootStep step)
    {
        Steps.Add(step);
        return step.Problem is null;
    }

    /// <summary>Adds the step of a file that has to be there.</summary>
    /// <param name="what">One of <see cref="BootStep"/>'s constants.</param>
    /// <param name="partition">Where it has to be.</param>
    /// <param name="path">Its path.</param>
    /// <param name="missing">The loader's error when it is not there.</param>
    /// <returns>Whether it is there; where that cannot be said, it is no problem, and nothing can be said of what comes after.</returns>
    public bool AddFile(string what, OpenPartition partition, string path, uint? missing = null)
    {
        if (partition.IsSealed)
        {
            notes.Add($"{partition.Place(path)}: the partition {partition.WhyUnreadable}: whether it is there cannot be said");
            Steps.Add(new BootStep(what, partition.Place(path)));
            return false;
        }

        var file = partition.Find(path, out var problem);
        if (file?.Unreadable is { } reason)
        {
            notes.Add($"{partition.Place(path)}: {reason}: not readable here, Windows reads it");
        }

        return Add(what, partition.Place(path), problem, problem == OpenPartition.NotFound ? missing : null);
    }
}
