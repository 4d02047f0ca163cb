using BootLab.Ibft.Fields;
using BootLab.Ibft.Views;

namespace BootLab.Rules.Tables;

/// <summary>A string field of a structure.</summary>
/// <param name="Owner">The structure.</param>
/// <param name="Field">Which field of it.</param>
/// <param name="Value">What the descriptor says.</param>
public readonly record struct StringEntry(StructureEntry Owner, IbftField Field, StringField Value)
{
    /// <summary>The path: <c>target[0].chap_name</c>.</summary>
    public string Path => Owner.PathOf(Field.Name);

    /// <summary>The string as messages call it: <c>target 0 chap name</c>.</summary>
    public string Name => $"{Owner.Name} {Field.Name.Replace('_', ' ')}";
}
