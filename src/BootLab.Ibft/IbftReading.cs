namespace BootLab.Ibft;

/// <summary>All that could be read of a table, and what is wrong with it.</summary>
/// <param name="Table">The table; null only when there are fewer than 66 bytes.</param>
/// <param name="Anomalies">Findings in the order of their discovery: header, control, structures, strings.</param>
public sealed record IbftReading(IbftTable? Table, IReadOnlyList<IbftAnomaly> Anomalies);
