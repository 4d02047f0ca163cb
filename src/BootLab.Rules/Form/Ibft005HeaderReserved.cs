using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT005: the header's 24 reserved bytes are zero.</summary>
public sealed class Ibft005HeaderReserved() : Rule(new RuleInfo
{
    Id = "IBFT005",
    Facts = ["S05", "T05"],
    Title = "the header's 24 reserved bytes are zero",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "FWTS"],
    Why = "An ACPI header has its OEM revision and creator here, and programs that make ACPI tables fill them in; the iBFT has none. fwts fails such a table.",
    Mend = "Write zeros, or have the table carried as it is: with QEMU -acpitable file=, not with its options for header fields.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var first = table.Table.Reserved.IndexOfAnyExcept((byte)0);
        if (first >= 0)
        {
            var used = table.Table.Reserved.LastIndexOfAnyExcept((byte)0) - first + 1;
            findings.Add(table, "header.reserved", $"0x{table.Table.Reserved[first]:x2} at byte {IbftOffsets.Header.Reserved + first}", "zero", "write zeros",
                bytes: new ByteRange(IbftOffsets.Header.Reserved + first, used));
        }
    }
}
