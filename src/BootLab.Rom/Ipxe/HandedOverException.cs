namespace BootLab.Rom.Ipxe;

/// <summary>Control has left the boot program and does not come back: something was booted, or the machine was reset or switched off.</summary>
internal sealed class HandedOverException(BootOutcome outcome) : Exception(outcome.Text)
{
    public BootOutcome Outcome { get; } = outcome;
}
