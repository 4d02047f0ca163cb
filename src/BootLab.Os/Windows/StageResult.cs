namespace BootLab.Os.Windows;

/// <summary>How a stage went.</summary>
public enum StageState
{
    /// <summary>The boot went on.</summary>
    Passed,

    /// <summary>The boot went on with less than it should have.</summary>
    Degraded,

    /// <summary>The boot ended here.</summary>
    Failed,

    /// <summary>The boot had ended before.</summary>
    NotReached,
}

/// <summary>One stage of the trace.</summary>
/// <param name="Stage">Which.</param>
/// <param name="State">How it went.</param>
/// <param name="Facts">What it looked at, in order; a fact that <see cref="FactRole.Breaks"/> is the last that decides.</param>
public sealed record StageResult(WindowsStage Stage, StageState State, IReadOnlyList<DecidingFact> Facts);
