using System.Net.NetworkInformation;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.SeedOrdering;

/// <summary>OQ-4: the first NIC is the one that Windows was installed through.</summary>
public sealed class RuleOq4FirstNicOfInstallation() : SeedOrderingRule(new RuleInfo
{
    Id = "OQ-4",
    Facts = ["T-ORD-3(b)", "D-ID-3"],
    Title = "the first NIC is the same as when Windows was installed",
    Severity = Severity.Warning,
    SeverityIn = Hard,
    AppliesTo = Hurt,
    Needs = Needs.Installation,
    Evidence = Evidence.SingleReport,
    Sources = ["SF"],
    Why = "MAC address and PCI address of the first listed NIC have to equal those in the record of the installation; another port of the same card is another NIC. "
        + "Unknown without such a record or without a NIC.",
    WhenViolated = new(
        Consequence.CrashAndReboot, Reported: true, "Windows crashes and the machine reboots; it has to be installed again"),
    Mend = "Boot through the NIC of the installation, or install Windows again through the NIC that is to be first.",
    BetterEvidence =
    [
        new("What counts is the device, not its place in the table: Setup leaves a mandatory filter driver, which cannot start early enough, off the NICs of the iBFT and binds it to all others. Booting through one of the others ends in stop error 0x7B. Documented for Windows 7 and Server 2008 R2.",
            Evidence.Vendor, "KB976042", "KB2507616"),
        new("The same model in another slot, or another port, is a new device to Windows.", Evidence.Vendor, "KB2344941", "KB2507616"),
        new("So the report has the right effect with another cause: the other port would fail in any place of the table.", Evidence.Inferred),
    ],
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (!TryGetFirst(table, out var first))
        {
            findings.Unknown("the table lists no NIC");
            return;
        }

        var then = table.Context.Installed!.FirstNic;
        var name = $"{then.Pci} with {MacText.Format(then.Mac)}";
        if (first.Fields.PciBdf == then.Pci.Bdf && first.Fields.MacAddress.SequenceEqual(then.Mac.GetAddressBytes()))
        {
            findings.Held($"the first NIC is {name}, as at the installation");
            return;
        }

        findings.Add(table, first.Entry.Path,
            $"the first NIC is {PciText.Format(first.Fields.PciBdf)} with {MacText.Format(new PhysicalAddress(first.Fields.MacAddress.ToArray()))}; Windows was installed through {name}",
            $"{name} as the first NIC",
            $"boot through {then.Pci} again, or install Windows again through {table.Name(first)}");
    }
}
