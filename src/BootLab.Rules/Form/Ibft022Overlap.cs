using System.Runtime.InteropServices;
using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Os.Knowledge;
using BootLab.Rules.Tables;

namespace BootLab.Rules.Form;

/// <summary>IBFT022: structures and strings have bytes of their own.</summary>
public sealed class Ibft022Overlap() : Rule(new RuleInfo
{
    Id = "IBFT022",
    Facts = ["S22", "L06"],
    Title = "structures and strings have bytes of their own",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "LINUX-IBFT"],
    Why = "What overlaps cannot both be right. One structure named twice makes Linux give up the whole table, for a directory of sysfs cannot be made twice. Two descriptors of one and the same string are fine, and said.",
    Mend = "Place structures and strings one behind the other.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        CheckRepeated(table, findings);
        var end = 0;
        Extent before = default;
        for (var i = 0; i < table.ExtentCount; i++)
        {
            var extent = table.ExtentAt(i);
            if (extent == before && extent.IsString)
            {
                findings.Add(table, PathAt(table, extent), $"a string at 0x{extent.Start:x3} that another field names too", "a string of its own", "nothing, where both are meant to be equal",
                    bytes: new ByteRange(extent.Start, extent.End - extent.Start), severity: Severity.Info);
            }
            else if (extent.Start < end)
            {
                findings.Add(table, PathAt(table, extent), $"{(extent.IsString ? "a string" : "a structure")} from 0x{extent.Start:x3}, inside of what ends at 0x{end:x3}", $"0x{end:x3} or more",
                    "place it behind", bytes: new ByteRange(extent.Start, Math.Min(end, extent.End) - extent.Start));
            }

            end = Math.Max(end, extent.End);
            before = extent;
        }
    }

    // Compared as they stand in memory: the runtime's own search stays fast however many fields a hostile control structure has.
    private static void CheckRepeated(in RuleSubject table, FindingSink findings)
    {
        var control = table.Table.Control;
        var fields = MemoryMarshal.Cast<byte, ushort>(table.Table.Bytes.Slice(control.Structure.Offset + IbftOffsets.Control.Extensions, 2 * control.SlotCount));
        for (var number = 1; number < fields.Length; number++)
        {
            if (fields[number] != 0 && fields[..number].Contains(fields[number]))
            {
                var slot = control.Slot(number);
                findings.Add(table, SlotNames.PathOf(number), $"{slot.Name} offset 0x{slot.Offset:x3}, which {control.Slot(fields[..number].IndexOf(fields[number])).Name} has too",
                    "a structure of its own", "write 0, or the offset of another structure");
            }
        }
    }

    private static string PathAt(in RuleSubject table, Extent extent)
    {
        foreach (var structure in table.Structures)
        {
            if (!extent.IsString && structure.Offset == extent.Start)
            {
                return structure.Path;
            }
        }

        foreach (var text in table.Strings)
        {
            if (extent.IsString && text.Value.Offset == extent.Start && text.Value.End == extent.End)
            {
                return text.Path;
            }
        }

        return "header";
    }
}
