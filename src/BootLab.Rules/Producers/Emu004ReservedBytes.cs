using BootLab.Os.Knowledge;

namespace BootLab.Rules.Producers;

/// <summary>EMU004: QEMU's header options write into reserved bytes.</summary>
public sealed class Emu004ReservedBytes() : Rule(new RuleInfo
{
    Id = "EMU004",
    Facts = ["T05", "S05"],
    Title = "the reserved bytes hold no ACPI creator id of QEMU",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Producers,
    Evidence = Evidence.Observed,
    Sources = ["QEMU-7.2"],
    Why = "With -acpitable sig=...,data=... QEMU makes an ACPI header whose OEM revision and creator id fall into bytes 24 to 35, which the iBFT reserves; fwts complains.",
    Mend = "Use -acpitable file=... with a whole table.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Table.Reserved[4..].StartsWith("QEMU"u8) || table.Table.Reserved[4..].StartsWith("BXPC"u8))
        {
            findings.Add(table, "header.reserved", "the reserved bytes hold an ACPI creator id as QEMU writes it", "24 zero bytes", "use -acpitable file=... with a whole table");
        }
    }
}
