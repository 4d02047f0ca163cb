using BootLab.Machine;
using BootLab.Os.Knowledge;
using BootLab.Rules;
using BootLab.Rules.SeedOrdering;
using BootLab.Vm.Judging;

namespace BootLab.Vm.Sweeping;

/// <summary>Windows Server 2012 as the single report of serverfault 477708 has it.</summary>
internal sealed class WindowsConsumer : ISweepConsumer
{
    public const string Name = "windows";

    public string Id => Name;

    public Foretelling Foretell(SweptCase one)
    {
        ArgumentNullException.ThrowIfNull(one);
        if (one.Table is null)
        {
            return new Foretelling(new CaseVerdict(Words.NotFound, "", $"the boot leaves no table ({one.Boot.Outcome.Text})"), Evidence.Inferred);
        }

        if (one is { Machine.Firmware: FirmwareKind.Uefi, Delivery: TableDelivery.LowMemory })
        {
            return new Foretelling(new CaseVerdict(Words.NotFound, "", "on UEFI a table is published by ACPI alone (iBFT 1.03)"), Evidence.Spec);
        }

        var answer = SeedOrderingProfile.Answer(one.Bytes!, new RuleContext { Machine = one.Machine, Networks = one.Lab.Networks, Installed = one.Lab.Os?.Installed });
        var word = answer.Outcome switch
        {
            Consequence.Code31 => "code-31",
            Consequence.Fails => "fails",
            Consequence.CrashAndReboot => "crash-and-reboot",
            _ => answer.Undecided.Count > 0 ? Words.Unknown : "works",
        };
        var broken = answer.Verdicts.Where(verdict => verdict.State == VerdictState.Violated).Select(verdict => verdict.Rule.Id);
        return new Foretelling(new CaseVerdict(word, string.Join(' ', broken), answer.Headline), Evidence.SingleReport);
    }
}
