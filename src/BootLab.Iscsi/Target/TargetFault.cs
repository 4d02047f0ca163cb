namespace BootLab.Iscsi.Target;

/// <summary>Something that a target is told to do wrong.</summary>
/// <param name="Trigger">The event that counts.</param>
/// <param name="Skip">How many such events pass by before it happens: over all sessions, for single PDUs on each connection.</param>
/// <param name="Action">What happens.</param>
/// <param name="Times">How many events it happens to.</param>
public sealed partial record TargetFault(FaultTrigger Trigger, int Skip, FaultAction Action, int Times = 1)
{
    /// <summary>How long <see cref="FaultAction.Delay"/> lasts, by the server's clock.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The reason of <see cref="FaultAction.Reject"/> or the event of <see cref="FaultAction.AsyncMessage"/>; null for protocol error and for a wish for logout.</summary>
    public byte? Code { get; init; }

    internal bool Strikes(int number) => number >= Skip && number - Skip < Times;
}
