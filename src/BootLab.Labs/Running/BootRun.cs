using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Windows;
using BootLab.Rom;
using BootLab.Rom.Journal;
using BootLab.Rules.SeedOrdering;

namespace BootLab.Labs.Running;

/// <summary>One boot of a lab's machine, as it ended.</summary>
public sealed record BootRun
{
    /// <summary>The name of the run: that of the boot program, or of the variant.</summary>
    public required string Name { get; init; }

    /// <summary>The machine.</summary>
    public required MachineSpec Machine { get; init; }

    /// <summary>The boot program.</summary>
    public required RomSpec Rom { get; init; }

    /// <summary>How it ended.</summary>
    public required BootOutcome Outcome { get; init; }

    /// <summary>Events and console.</summary>
    public required BootJournal Journal { get; init; }

    /// <summary>The machine's memory at the end.</summary>
    public required MachineMemory Memory { get; init; }

    /// <summary>Time from power-on to the end, on the clock of its loop.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether somebody switched the machine off before the boot had ended.</summary>
    public bool WasSwitchedOff { get; init; }

    /// <summary>What to say beside the table when no captured run confirms this boot program; null when one does.</summary>
    public string? Unconfirmed { get; init; }

    /// <summary>The table that an operating system finds in memory; null when there is none.</summary>
    public TableInMemory? Table { get; init; }

    /// <summary>The same table, read.</summary>
    public IbftTable? Content { get; init; }

    /// <summary>The answer to the origin question for this table; null without a table.</summary>
    public OriginAnswer? Answer { get; init; }

    /// <summary>What Windows will do, by each profile of knowledge; empty when the lab's system is no Windows.</summary>
    public IReadOnlyList<WindowsPrediction> Predictions { get; init; } = [];

    /// <summary>What the predictions go by where the disk, the lab and the record of the installation say different things.</summary>
    public IReadOnlyList<string> PredictedBy { get; init; } = [];

    /// <summary>What an installation leaves that was played; null when none was, or set-up does not come so far.</summary>
    public InstallRecord? Installed { get; init; }

    /// <summary>The capture as a pcapng file; null when none was made.</summary>
    public byte[]? Capture { get; init; }
}
