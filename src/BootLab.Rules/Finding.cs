using BootLab.Ibft.Fields;

namespace BootLab.Rules;

/// <summary>One breach of a rule.</summary>
/// <param name="Found">What the table says.</param>
/// <param name="Expected">What the rule wants.</param>
/// <param name="Mend">What to change.</param>
/// <param name="Field">The field's path (<see cref="FieldPath"/>), such as <c>nic[1].index</c>.</param>
/// <param name="Bytes">Where that field is; null when the field is not there.</param>
public sealed record Finding(string Found, string Expected, string Mend, string Field, ByteRange? Bytes = null);
