using BootLab.Rules;

namespace BootLab.Labs.Vectors;

/// <summary>A table with what is known besides, and what rules make of it.</summary>
/// <param name="Name">What it shows: a good table in short, or what was changed in one.</param>
/// <param name="Table">The bytes.</param>
/// <param name="Context">What is known besides.</param>
/// <param name="Fires">All rules that find something; null where only one rule is in question.</param>
/// <param name="Text">The case as it stands in its file.</param>
public sealed record VectorCase(string Name, ReadOnlyMemory<byte> Table, RuleContext Context, IReadOnlyList<string>? Fires, string Text);
