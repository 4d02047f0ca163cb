namespace BootLab.Rom.Journal;

/// <summary>One thing that happened in a boot.</summary>
/// <param name="Time">Time since power-on.</param>
/// <param name="Stage">The stage of the boot it belongs to: <c>power</c>, <c>dhcp</c>, <c>tftp</c>, <c>script</c>, <c>iscsi</c>, <c>table</c>, <c>boot</c>.</param>
/// <param name="Name">What happened, a stable word with dashes.</param>
/// <param name="Text">The same for a reader, one line.</param>
/// <param name="Data">Values by name, as they go into the event log; empty when there is nothing more to say.</param>
public sealed record BootEvent(TimeSpan Time, string Stage, string Name, string Text, IReadOnlyDictionary<string, object?> Data);
