using BootLab.Labs.Files.Sections;
using BootLab.Machine;
using BootLab.Rules;

namespace BootLab.Labs.Files;

/// <summary>What is known besides a table: the machine it is for, its networks and targets, its operating system, its place in memory.</summary>
/// <param name="Context">What rules are told.</param>
/// <param name="Os">The operating system; null when none is named.</param>
public sealed record Surroundings(RuleContext Context, OsSpec? Os)
{
    /// <summary>Those of a lab.</summary>
    public static Surroundings Of(LabFile lab)
    {
        ArgumentNullException.ThrowIfNull(lab);
        return new Surroundings(
            new RuleContext { Machine = lab.Machine, Networks = lab.Networks, Targets = lab.Targets, Installed = lab.Os?.Installed },
            lab.Os);
    }

    /// <summary>Reads a machine file: the sections <c>machine</c>, <c>networks</c>, <c>targets</c> and <c>os</c> of a lab, none of them needed.</summary>
    /// <exception cref="LabFileException">The file is missing or holds mistakes.</exception>
    public static Surroundings Load(string path) => StrictFile.Load(path, SurroundingsSection.Shape, "a machine file");
}
