using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Producers;

/// <summary>PRD001: the buffer of iPXE on BIOS.</summary>
public sealed class Prd001IpxeBuffer() : Rule(new RuleInfo
{
    Id = "PRD001",
    Facts = ["T01", "T-DISC-7"],
    Title = "a table of iPXE on BIOS has at most 768 bytes",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Producers,
    Needs = Needs.Firmware,
    Evidence = Evidence.Source,
    Sources = ["IPXE-INT13"],
    Why = "iPXE copies all its boot firmware tables into one buffer of 768 bytes (XBFTAB_SIZE); what does not fit is not written at all. That leaves 256 bytes for strings with two targets, 80 with three, none with four.",
    Mend = "Shorten names, or list fewer targets.",
})
{
    private const int BufferSize = 768;

    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Context.Firmware == FirmwareKind.Bios && table.Table.OemId.StartsWith("FENSYS"u8) && table.Table.OemTableId.StartsWith("iPXE"u8) && table.Table.Length > BufferSize)
        {
            findings.Add(table, "header.length", $"the table calls itself iPXE's and has {table.Table.Length} bytes: iPXE on BIOS cannot have written it", $"at most {BufferSize} bytes", "shorten names, or list fewer targets");
        }
    }
}
