namespace BootLab.Report.Html;

/// <summary>Something that is to be said of some bytes of a table.</summary>
/// <param name="Level"><c>error</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Id">The rule, or the kind of anomaly.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">How many bytes; 0 where it is about no byte of the table.</param>
/// <param name="Message">One line.</param>
public sealed record PageFinding(string Level, string Id, int Offset, int Length, string Message);
