using BootLab.Ibft.Fields;

namespace BootLab.Rules.Tables;

/// <summary>A structure of the table that is looked at.</summary>
/// <param name="Area">As what it can be read.</param>
/// <param name="Number">Which of its kind, from 0 in the order of control's fields.</param>
/// <param name="Slot">The number of the control field that points to it; the first one when several do.</param>
/// <param name="Offset">Where it starts.</param>
public readonly record struct StructureEntry(TableArea Area, int Number, int Slot, int Offset)
{
    /// <summary>The path of the structure: <c>nic[1]</c>.</summary>
    public string Path => new FieldPath(Area, Number, null).ToString();

    /// <summary>The path of a field: <c>nic[1].index</c>.</summary>
    public string PathOf(string field) => $"{Path}.{field}";

    /// <summary>The structure as messages call it: <c>NIC 1</c>, <c>target 0</c>, <c>initiator</c>.</summary>
    public string Name => Area switch
    {
        TableArea.Initiator => Number == 0 ? "initiator" : $"initiator {Number}",
        TableArea.Nic => $"NIC {Number}",
        TableArea.Target => $"target {Number}",
        _ => $"structure {Number} of another kind",
    };
}
