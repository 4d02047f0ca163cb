using BootLab.Os.Knowledge;

namespace BootLab.Rules.Producers;

/// <summary>EMU001: QEMU mends what it carries by -acpitable.</summary>
public sealed class Emu001AcpiTable() : Rule(new RuleInfo
{
    Id = "EMU001",
    Facts = ["T02"],
    Title = "length and checksum reach a guest of -acpitable as they are",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Producers,
    Evidence = Evidence.Observed,
    Sources = ["QEMU-7.2"],
    Why = "QEMU rewrites length and checksum of a table given by -acpitable, so a table that is wrong in these arrives mended: the guest proves nothing.",
    Mend = "Put the table into low memory with the generic loader, or into fw_cfg.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Table.Length != table.Given.Length)
        {
            findings.Add(table, "header.length", $"the header says {table.Table.Length} bytes and there are {table.Given.Length}: QEMU writes {table.Given.Length} over it with -acpitable", "the length of the file", "use low memory or fw_cfg to try this table");
        }
        else if (table.Sum != 0)
        {
            findings.Add(table, "header.checksum", $"the bytes sum to 0x{table.Sum:x2}: QEMU mends the checksum with -acpitable", "a sum of 0 modulo 256", "use low memory or fw_cfg to try this table");
        }
    }
}
