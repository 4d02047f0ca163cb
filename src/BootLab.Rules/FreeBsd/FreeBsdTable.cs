using BootLab.Rules.Tables;

namespace BootLab.Rules.FreeBsd;

/// <summary>What isboot looks at: the structures of two of control's fields.</summary>
internal static class FreeBsdTable
{
    /// <summary>The NIC of field NIC 0. False when that field names none.</summary>
    public static bool TryGetNic0(in RuleSubject table, out NicItem nic)
    {
        var offset = table.Table.Control.Slot(2).Offset;
        foreach (var candidate in table.Nics)
        {
            if (offset != 0 && candidate.Offset == offset)
            {
                nic = candidate;
                return true;
            }
        }

        nic = default;
        return false;
    }

    /// <summary>The target of field target 0. False when that field names none.</summary>
    public static bool TryGetTarget0(in RuleSubject table, out TargetItem target)
    {
        var offset = table.Table.Control.Slot(3).Offset;
        foreach (var candidate in table.Targets)
        {
            if (offset != 0 && candidate.Offset == offset)
            {
                target = candidate;
                return true;
            }
        }

        target = default;
        return false;
    }
}
