using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT050: a table in low memory lies where it is looked for.</summary>
public sealed class Ibft050LowMemoryPlace() : Rule(new RuleInfo
{
    Id = "IBFT050",
    Facts = ["S50", "T-DISC-3", "T-DISC-4"],
    Title = "a table in low memory starts on a multiple of 16 and lies from 0x80000 to 0xfffff",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Needs = Needs.Place,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC"],
    Why = "Operating systems look at every sixteenth byte from 512 KiB to 1 MiB (1.4.3.1). Tables below were seen where a boot program keeps the PXE stack and is pushed down itself.",
    Mend = "Leave more base memory free, or take a boot program that needs less of it.",
})
{
    private const ulong First = 0x80000;
    private const ulong End = 0x100000;

    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Context.Place is not { Delivery: Delivery.LowMemory, Address: var address })
        {
            return;
        }

        if (address < First || address + (ulong)table.Table.Bytes.Length > End)
        {
            findings.Add(table, "header", $"the table lies at 0x{address:x}, {table.Table.Bytes.Length} bytes", $"0x{First:x} to 0x{End - 1:x}", "put it into that range");
        }

        if (address % 16 != 0)
        {
            findings.Add(table, "header", $"the table starts at 0x{address:x}", "a multiple of 16", $"move it to 0x{(address + 15) & ~15UL:x}");
        }
    }
}
