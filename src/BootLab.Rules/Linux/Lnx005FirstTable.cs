using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX005: on BIOS the first signature in low memory wins.</summary>
public sealed class Lnx005FirstTable() : Rule(new RuleInfo
{
    Id = "LNX005",
    Facts = ["L05"],
    Title = "no other table lies before this one in low memory",
    Severity = Severity.Error,
    AppliesTo = Consumers.Linux,
    Needs = Needs.Memory | Needs.Place,
    Evidence = Evidence.Source,
    Sources = ["LINUX-IBFT"],
    Why = "On BIOS the kernel takes the first iBFT or BIFT between 0x80000 and 0xfffff (not in the VGA hole) that ends below 1 MiB, without a look at its checksum. A stale table lower down hides the good one.",
    Mend = "Clear the stale table's signature, or put the table below it.",
})
{
    private const ulong First = 0x80000;
    private const ulong VgaHole = 0xa0000;
    private const ulong AfterVgaHole = 0xc0000;

    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Context.Firmware == FirmwareKind.Uefi || table.Context.Place is not { Delivery: Delivery.LowMemory } place)
        {
            return;
        }

        foreach (var other in table.Context.Found)
        {
            if (other.Place.Delivery == Delivery.LowMemory && other.Place.Address < place.Address && other.Place.Address >= First
                && other.Place.Address is < VgaHole or >= AfterVgaHole && !other.Bytes.Span.StartsWith("IBFT"u8)
                && !other.Bytes.Span.SequenceEqual(table.Table.Bytes))
            {
                findings.Add(table, "header.signature", $"another table lies at 0x{other.Place.Address:x}, before this one at 0x{place.Address:x}: Linux takes that",
                    "this table first in low memory", $"clear the signature at 0x{other.Place.Address:x}");
                return;
            }
        }
    }
}
