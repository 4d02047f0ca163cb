using System.Text;
using BootLab.Firmware.Sources;
using BootLab.Testing;

namespace BootLab.Firmware.Tests.Sources;

public class AcpidumpTests
{
    private static readonly byte[] s_table = SourceSupport.Handmade("IBFT");

    [Fact]
    public void What_acpidump_prints_is_read_back()
    {
        var table = Assert.Single(SourceSupport.ReadText(Dump()).Tables);
        Assert.Equal(s_table, table.Bytes.ToArray());
        Assert.Null(table.Address);
        Assert.True(table.IsListedByAcpi);
    }

    [Theory]
    [InlineData("")]
    [InlineData("> ")]
    public void A_dump_of_a_whole_machine_has_other_tables_too(string quote)
    {
        // acpidump refuses the signature in lower case, so it is put into its output.
        var ours = Dump().Replace("IBFT @ 0x0000000000000000", "iBFT @ 0x000000007FE1A7D0", StringComparison.Ordinal).Replace("0000: 49", "0000: 69", StringComparison.Ordinal);
        const string other = "APIC @ 0x000000007FE1B000\n    0000: 41 50 49 43 24 00 00 00 01 00 42 4F 43 48 53 20  APIC$.....BOCHS \n    0010: 42 58 50 43 20 20 20 20 01 00 00 00 42 58 50 43  BXPC    ....BXPC\n\n";
        var content = SourceSupport.ReadText(string.Concat($"{other}{ours}\n{other}".Split('\n').Select(line => $"{quote}{line}\n")));

        Assert.Equal(SourceKind.Acpidump, content.Kind);
        var table = Assert.Single(content.Tables);
        Assert.Equal((0x7fe1a7d0UL, "ACPI at 0x7fe1a7d0, line 5"), (table.Address, table.Place));
        Assert.Equal(s_table.AsSpan(1), table.Bytes.Span[1..]);
    }

    [Theory]
    [InlineData("APIC @ 0x7FE1B000\n    0000: 41 50\n\nFACP @ 0x7FE1B100\n", "no iBFT in this acpidump: found APIC, FACP")]
    [InlineData("iBFT @ 0x7FE1B000\n\n", "line 1: found the heading of a table and none of its bytes")]
    public void What_has_no_table_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<SourceFormatException>(() => SourceSupport.ReadText(text)).Message);

    [Fact]
    public void A_missing_line_is_named_by_its_number_in_the_whole_text()
    {
        var lines = $"Hello\n{Dump()}".Split('\n').ToList();
        lines.RemoveAt(4);
        var error = Assert.Throws<SourceFormatException>(() => SourceSupport.ReadText(string.Join('\n', lines)));
        Assert.StartsWith("line 5: found address 0x30, expected 0x20", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_dumps_are_read_or_refused() => SourceSupport.Fuzz(Encoding.Latin1.GetBytes(Dump()), seed: 11);

    private static string Dump()
    {
        using var folder = new TemporaryFolder();
        return SourceSupport.Output($"acpidump -f {folder.Write("table", s_table)}", "acpica-tools", []);
    }
}
