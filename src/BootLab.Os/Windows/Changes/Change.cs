using BootLab.Os.Windows.Stages;

namespace BootLab.Os.Windows.Changes;

/// <summary>Something that could be done, and what the case is then.</summary>
/// <param name="Text">What to do, as an order.</param>
/// <param name="After">The case after it.</param>
internal sealed record Change(string Text, BootCase After);
