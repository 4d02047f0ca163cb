using BootLab.Ibft.Fields;

namespace BootLab.Rules.Tables;

/// <summary>The string fields of each kind of structure.</summary>
internal static class StringFields
{
    private static readonly IbftField[] s_initiator = Select(TableArea.Initiator);
    private static readonly IbftField[] s_nic = Select(TableArea.Nic);
    private static readonly IbftField[] s_target = Select(TableArea.Target);

    public static ReadOnlySpan<IbftField> Of(TableArea area) => area switch
    {
        TableArea.Initiator => s_initiator,
        TableArea.Nic => s_nic,
        TableArea.Target => s_target,
        _ => [],
    };

    private static IbftField[] Select(TableArea area) => [.. IbftFields.Of(area).Where(field => field.Kind == FieldKind.String)];
}
