using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Ibft.Layouts;
using BootLab.Report.Tables;
using BootLab.Report.Terminal;
using BootLab.Testing;
using Xunit;

namespace BootLab.Report.Tests;

public sealed class TableComparisonTests
{
    private static readonly byte[] s_two = Handmade("two");

    [Fact]
    public void A_table_is_the_same_as_itself()
    {
        var comparison = TableComparison.Between(s_two, s_two, showSecrets: false);

        Assert.True(comparison.IsSame);
        Assert.Empty(comparison.Meaning);
        Assert.Empty(comparison.Layout);
    }

    [Theory]
    [InlineData("nic[1].gateway", "10.9.0.254", "nic[1]", "gateway", "none", "10.9.0.254")]
    [InlineData("initiator.name", "iqn.short", "initiator", "name", "\"iqn.2026-11.lab.boot:init\"", "\"iqn.short\"")]
    [InlineData("header.oem_id", "OTHER", "header", "oem_id", "\"BOOTLB\"", "\"OTHER\"")]
    [InlineData("target[0].boot_lun", "1", "target[0]", "boot_lun", "LUN 0", "LUN 1")]
    [InlineData("nic[0].index", "7", "nic[0]", "index", "0", "7")]
    [InlineData("control.flags", "1", "control", "flags", "none", "boot failover")]
    public void A_field_that_says_something_else_is_named(string field, string value, string subject, string name, string first, string second)
    {
        var comparison = TableComparison.Between(s_two, Changed(field, value), showSecrets: false);

        Assert.Equal([new TableChange(subject, name, first, second)], comparison.Meaning);
        Assert.Empty(comparison.Layout);
    }

    /// <summary>The same two NICs in the other order: each is found again by its MAC, and the target still goes through the same one.</summary>
    [Fact]
    public void A_NIC_that_was_moved_is_the_same_NIC()
    {
        var comparison = TableComparison.Between(s_two, Handmade("swapped"), showSecrets: false);

        Assert.Equal(
            [
                new TableChange("nic[0], now nic[1]", "number", "0", "1"),
                new TableChange("nic[0], now nic[1]", "index", "0", "1"),
                new TableChange("nic[1], now nic[0]", "number", "1", "0"),
                new TableChange("nic[1], now nic[0]", "index", "1", "0"),
            ],
            comparison.Meaning);
        Assert.Contains(comparison.Layout, change => change is { Subject: "nic[0], now nic[1]", Field: "offset", First: "0x0a0", Second: "0x110" });
    }

    [Fact]
    public void A_NIC_that_only_one_has_is_named()
    {
        var removed = TableComparison.Between(s_two, Handmade("one"), showSecrets: false);
        var added = TableComparison.Between(Handmade("one"), s_two, showSecrets: false);

        Assert.Equal([new TableChange("nic[1]", "structure", "52:54:00:00:08:41 at 08:04.1, none", null)], removed.Meaning);
        Assert.Equal([new TableChange("nic[1]", "structure", null, "52:54:00:00:08:41 at 08:04.1, none")], added.Meaning);
    }

    [Fact]
    public void The_same_content_in_another_layout_differs_in_layout_only()
    {
        var edk2 = IbftWriter.Write(TableLayouts.Edk2.Place(IbftContent.From(IbftReader.Read(s_two))));

        var comparison = TableComparison.Between(s_two, edk2, showSecrets: false);

        Assert.Empty(comparison.Meaning);
        Assert.Equal(
            [
                new TableChange("table", "size", "507 bytes", "2048 bytes"),
                new TableChange("table", "alignment of structures", "16", "8"),
                new TableChange("table", "order of structures", "initiator, nic[0], nic[1], target[0]", "initiator, nic[0], target[0], nic[1]"),
            ],
            comparison.Layout.Where(change => change.Subject == "table"));
        Assert.Contains(new TableChange("initiator", "name.offset", "0x1c0", "0x7e6"), comparison.Layout);
    }

    [Fact]
    public void Secrets_that_differ_are_named_and_masked()
    {
        var chap = Handmade("chap");
        var other = chap.ToArray();
        Assert.True(FieldText.TrySet(other, FieldPath.Parse("target[0].chap_secret"), "another", out _));

        Assert.Equal([new TableChange("target[0]", "chap_secret", Secrets.Mask, Secrets.Mask)], TableComparison.Between(chap, other, showSecrets: false).Meaning);
        Assert.Equal([new TableChange("target[0]", "chap_secret", "\"secretsecret1\"", "\"another\"")], TableComparison.Between(chap, other, showSecrets: true).Meaning);
    }

    [Fact]
    public void Every_byte_that_differs_is_found_in_some_section()
    {
        var random = new Random(8);
        var tables = Directory.EnumerateFiles(Repository.Fixture(), "*.bin", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        for (var i = 0; i < 2_000; i++)
        {
            var table = tables[random.Next(tables.Length)];
            var other = table.ToArray();
            for (var n = random.Next(4); n > 0; n--)
            {
                other[random.Next(other.Length)] = (byte)random.Next(256);
            }

            var comparison = TableComparison.Between(table, other, showSecrets: true);

            Assert.Equal(table.AsSpan().SequenceEqual(other), comparison.IsSame);
        }
    }

    [Fact]
    public void The_screen_has_meaning_then_layout_then_bytes()
    {
        Golden.Equal("BootLab.Report.Tests", "diff-same-places.txt", Screen_of(TableComparison.Between(s_two, Changed("nic[1].gateway", "10.9.0.254"), showSecrets: false)));
        Golden.Equal("BootLab.Report.Tests", "diff-moved.txt", Screen_of(TableComparison.Between(s_two, Handmade("swapped"), showSecrets: false)));
        Assert.Equal("the same bytes\n", Screen_of(TableComparison.Between(s_two, s_two, showSecrets: false)));
    }

    private static string Screen_of(TableComparison comparison)
    {
        using var writer = new StringWriter();
        ComparisonText.Write(writer, Screen.Plain, comparison, allBytes: false);
        return writer.ToString();
    }

    private static byte[] Changed(string field, string value)
    {
        var other = s_two.ToArray();
        Assert.True(FieldText.TrySet(other, FieldPath.Parse(field), value, out var error), error);
        IbftChecksum.Fix(other);
        return other;
    }

    private static byte[] Handmade(string name) => File.ReadAllBytes(Repository.Fixture("handmade", $"{name}.bin"));
}
