using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Ibft.Views;
using BootLab.Os.Knowledge;
using BootLab.Rules.Tables;

namespace BootLab.Rules.Form;

/// <summary>IBFT020: every offset leads to a structure that lies behind control and inside the table.</summary>
public sealed class Ibft020StructureBounds() : Rule(new RuleInfo
{
    Id = "IBFT020",
    Facts = ["S20", "T-CTL-4", "T-HDR-2"],
    Title = "every offset leads to a structure that lies behind control and inside the table",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC"],
    Why = "What lies outside of the table is not summed up, not copied with it, and somebody else's memory.",
    Mend = "Write the structure's offset, counted from the first byte of the table, or 0 where there is none.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var size = table.Table.Bytes.Length;
        var end = table.Table.Control.End;
        foreach (var slot in table.Table.Control)
        {
            if (slot.Offset == 0)
            {
                continue;
            }

            if (slot.Offset < end)
            {
                findings.Add(table, SlotNames.PathOf(slot.Number), $"{slot.Name} offset 0x{slot.Offset:x3}, inside header or control", $"0x{end:x3} or more", "write the structure's offset, or 0");
            }
            else if (!table.Table.TryGetStructure(slot.Offset, out var structure))
            {
                findings.Add(table, SlotNames.PathOf(slot.Number), $"{slot.Name} offset 0x{slot.Offset:x3} in a table of 0x{size:x3} bytes", "room for a structure", "write the structure's offset, or 0");
            }
            else if (slot.Offset + Extent(structure) > size)
            {
                findings.Add(table, SlotNames.PathOf(slot.Number), $"{slot.Name} of {Extent(structure)} bytes at 0x{slot.Offset:x3}, in a table of 0x{size:x3} bytes", "an end inside the table",
                    "make the table longer, or correct the offset", bytes: new ByteRange(slot.Offset, size - slot.Offset));
            }
        }
    }

    private static int Extent(StructureView structure) => IbftOffsets.SizeOf(structure.Id) is var size and not 0 ? size : Math.Max((int)structure.Length, IbftOffsets.StructureHeader.Size);
}
