namespace BootLab.Rules.Mending;

/// <summary>A mended table.</summary>
/// <param name="Bytes">The whole table; the given bytes when nothing had to be changed.</param>
/// <param name="Changes">What was changed and why; empty when nothing was.</param>
/// <param name="Left">What is wrong and only the reader can mend, for nobody can tell the right value from the table.</param>
public sealed record MendedTable(byte[] Bytes, IReadOnlyList<TableChange> Changes, IReadOnlyList<string> Left);
