using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN008: the first pair stands in the first fields.</summary>
public sealed class Win008FirstFields() : Rule(new RuleInfo
{
    Id = "WIN008",
    Facts = ["T-CTL-3"],
    Title = "control's fields NIC 0 and target 0 are used",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Source,
    Sources = ["IPXE-IBFT", "EDK2-IBFT"],
    Why = "No firmware that boots Windows leaves them empty: iPXE writes no table at all without a target.",
    Mend = "Name the boot NIC and the boot target there.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        for (var number = 2; number <= 3; number++)
        {
            var slot = table.Table.Control.Slot(number);
            if (slot.Offset == 0)
            {
                findings.Add(table, number == 2 ? "control.nic_0" : "control.target_0", $"control names no {slot.Name}: there is nothing to boot from", $"the offset of {slot.Name}", "name it");
            }
        }
    }
}
