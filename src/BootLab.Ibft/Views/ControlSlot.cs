namespace BootLab.Ibft.Views;

/// <summary>One offset field of the control structure.</summary>
/// <param name="Number">0 extensions, 1 initiator, 2 NIC 0, 3 target 0, 4 NIC 1, 5 target 1, from 6 the expansion.</param>
/// <param name="FieldOffset">Where the field itself stands in the table.</param>
/// <param name="Expected">What the field is meant to point to; null for the expansion, where the structure's own id decides.</param>
/// <param name="Offset">Where the structure starts; 0 when the field is unused.</param>
public readonly record struct ControlSlot(int Number, int FieldOffset, StructureId? Expected, ushort Offset)
{
    /// <summary>The field's name: <c>NIC 0</c>, <c>expansion 2</c>.</summary>
    public string Name => Number switch
    {
        0 => "extensions",
        1 => "initiator",
        2 => "NIC 0",
        3 => "target 0",
        4 => "NIC 1",
        5 => "target 1",
        _ => $"expansion {Number - IbftOffsets.Control.FixedSlots}",
    };

    /// <summary>The field's path, such as <c>control.nic_0</c>.</summary>
    public string Path => $"control.{Name.Replace(' ', '_').ToLowerInvariant()}";

    /// <summary>What the field of this number is meant to point to.</summary>
    public static StructureId? ExpectedAt(int number) => number switch
    {
        0 => StructureId.Extensions,
        1 => StructureId.Initiator,
        2 or 4 => StructureId.Nic,
        3 or 5 => StructureId.Target,
        _ => null,
    };
}
