using BootLab.Os.Knowledge;

namespace BootLab.Rules.FreeBsd;

/// <summary>BSD001: isboot boots from NIC 0 and target 0.</summary>
public sealed class Bsd001FirstPair() : Rule(new RuleInfo
{
    Id = "BSD001",
    Facts = ["F01"],
    Title = "control's fields NIC 0 and target 0 name the pair to boot from",
    Severity = Severity.Error,
    AppliesTo = Consumers.FreeBsd,
    Evidence = Evidence.Source,
    Sources = ["ISBOOT"],
    Why = "isboot takes these two, whatever flags and NIC association say, and none of the others. Without initiator, NIC 0 or target 0 it gives up.",
    Mend = "Name the boot NIC and the boot target first.",
})
{
    private const int Nic0 = 2;
    private const int Target0 = 3;

    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var control = table.Table.Control;
        for (var number = Nic0 - 1; number <= Target0; number++)
        {
            if (control.Slot(number).Offset == 0)
            {
                findings.Add(table, control.Slot(number).Path, $"control names no {control.Slot(number).Name}: isboot gives up", "an initiator, a NIC 0 and a target 0", "name them");
            }
        }

        if (!table.TryGetBootTarget(out var target) || control.Slot(Target0).Offset == 0 || control.Slot(Nic0).Offset == 0)
        {
            return;
        }

        if (target.Offset != control.Slot(Target0).Offset)
        {
            findings.Add(table, "control.target_0", $"the boot target is target {target.Number}, not that of field target 0: isboot boots from the latter", "the boot target in field target 0", "name it first");
        }
        else if (table.TryGetNicByIndex(target.Fields.NicAssociation, out var nic) && nic.Offset != control.Slot(Nic0).Offset)
        {
            findings.Add(table, "control.nic_0", $"the boot target is reached by NIC {nic.Number}, not that of field NIC 0: isboot uses the latter", "the boot target's NIC in field NIC 0", "name it first");
        }
    }
}
