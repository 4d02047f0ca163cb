using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.SeedOrdering;

/// <summary>OQ-4: the first NIC is the one that Windows was installed through.</summary>
public sealed class RuleOq4FirstNicOfInstallation : SeedOrderingRule
{
    /// <inheritdoc/>
    public override string Id => "OQ-4";

    /// <inheritdoc/>
    public override string Title => "the first NIC is the same as when Windows was installed";

    /// <inheritdoc/>
    public override IReadOnlyList<string> CatalogueIds => ["T-ORD-3(b)", "D-ID-3"];

    /// <inheritdoc/>
    public override string Judged =>
        "MAC address and PCI address of the first listed NIC have to equal those in the record of the installation; another port of the same card is another NIC. "
        + "Unknown without such a record or without a NIC.";

    /// <inheritdoc/>
    public override Effect WhenViolated { get; } = new(
        Consequence.CrashAndReboot, Reported: true, "Windows crashes and the machine reboots; it has to be installed again");

    /// <inheritdoc/>
    public override string Mend => "Boot through the NIC of the installation, or install Windows again through the NIC that is to be first.";

    /// <inheritdoc/>
    public override IReadOnlyList<Statement> BetterEvidence { get; } =
    [
        new("What counts is the device, not its place in the table: Setup leaves a mandatory filter driver, which cannot start early enough, off the NICs of the iBFT and binds it to all others. Booting through one of the others ends in stop error 0x7B. Documented for Windows 7 and Server 2008 R2.",
            Evidence.Vendor, "KB976042", "KB2507616"),
        new("The same model in another slot, or another port, is a new device to Windows.", Evidence.Vendor, "KB2344941", "KB2507616"),
        new("So the report has the right effect with another cause: the other port would fail in any place of the table.", Evidence.Inferred),
    ];

    /// <inheritdoc/>
    public override Verdict Judge(RuleContext context)
    {
        if (context.Installed is not { } installed)
        {
            return Unknown("there is no record of the NICs at the installation");
        }

        if (context.ListedNics.Count == 0)
        {
            return Unknown("the table lists no NIC");
        }

        var first = context.ListedNics[0];
        var then = $"{installed.FirstNic.Pci} with {MacText.Format(installed.FirstNic.Mac)}";
        if (IsSame(first, installed.FirstNic))
        {
            return Held($"the first NIC is {then}, as at the installation");
        }

        return Decide([new Finding(
            $"the first NIC is {PciText.Format(first.PciBdf)} with {MacText.Format(first.MacAddress)}; Windows was installed through {then}",
            $"{then} as the first NIC",
            $"boot through {installed.FirstNic.Pci} again, or install Windows again through {context.Name(first)}",
            "nic[0]",
            NicField.Whole(first))], "");
    }

    private static bool IsSame(IbftNic now, InstalledNic then) => now.MacAddress.Equals(then.Mac) && now.PciBdf == then.Pci.Bdf;
}
