using BootLab.Ibft.Fields;

namespace BootLab.Rules.Tables;

/// <summary>The fields of one sort of each kind of structure.</summary>
public static class FieldSets
{
    private static readonly IbftField[][] s_strings = Select(FieldKind.String);
    private static readonly IbftField[][] s_addresses = Select(FieldKind.Address);

    /// <summary>Its strings.</summary>
    public static ReadOnlySpan<IbftField> Strings(TableArea area) => s_strings[(int)area];

    /// <summary>Its addresses.</summary>
    public static ReadOnlySpan<IbftField> Addresses(TableArea area) => s_addresses[(int)area];

    private static IbftField[][] Select(FieldKind kind) => [.. Enum.GetValues<TableArea>().Select(area => IbftFields.Of(area).Where(field => field.Kind == kind).ToArray())];
}
