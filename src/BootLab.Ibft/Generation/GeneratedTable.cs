namespace BootLab.Ibft.Generation;

/// <summary>A random table.</summary>
/// <param name="Number">Which of its seed's.</param>
/// <param name="Bytes">The table.</param>
/// <param name="Base">The valid table that it was made from.</param>
/// <param name="Layout">Where the producer whose layout it has puts things.</param>
/// <param name="Mutations">What was changed, in words; none in a valid table.</param>
/// <param name="IsSummed">Whether the checksum was put right after the changes.</param>
public sealed record GeneratedTable(int Number, byte[] Bytes, byte[] Base, string Layout, IReadOnlyList<string> Mutations, bool IsSummed);
