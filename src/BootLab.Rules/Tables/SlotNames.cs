using BootLab.Ibft;

namespace BootLab.Rules.Tables;

/// <summary>Paths of control's offset fields.</summary>
internal static class SlotNames
{
    /// <summary>The path of the field with this number: <c>control.nic_0</c>, <c>control.expansion_2</c>.</summary>
    public static string PathOf(int number) => number switch
    {
        0 => "control.extensions",
        1 => "control.initiator",
        2 => "control.nic_0",
        3 => "control.target_0",
        4 => "control.nic_1",
        5 => "control.target_1",
        _ => $"control.expansion_{number - IbftOffsets.Control.FixedSlots}",
    };
}
