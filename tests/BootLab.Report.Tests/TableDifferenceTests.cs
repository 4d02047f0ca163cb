using BootLab.Ibft;
using BootLab.Report.Tables;
using BootLab.Testing;
using Xunit;

namespace BootLab.Report.Tests;

public sealed class TableDifferenceTests
{
    private static readonly byte[] s_table = File.ReadAllBytes(Repository.Fixture("captured", "ipxe-debian-chap", "table.bin"));

    [Fact]
    public void A_table_does_not_differ_from_itself() => Assert.Empty(TableDifference.Between(s_table, s_table, showSecrets: false));

    [Fact]
    public void Every_byte_that_differs_is_in_a_field_that_is_named()
    {
        for (var offset = 0; offset < s_table.Length; offset++)
        {
            var other = s_table.ToArray();
            other[offset] ^= 0x01;
            var differences = TableDifference.Between(s_table, other, showSecrets: false);
            Assert.Contains(differences, difference => Covers(difference.First, offset) || Covers(difference.Second, offset));
        }

        static bool Covers(FieldRow? row, int offset) => row is not null && offset >= row.Offset && offset < row.Offset + row.Length;
    }

    [Fact]
    public void A_field_stands_with_what_both_tables_say()
    {
        var other = s_table.ToArray();
        other[0xa0 + IbftOffsets.Nic.IpAddress + 15] = 99;
        IbftChecksum.Fix(other);
        var differences = TableDifference.Between(s_table, other, showSecrets: false);
        Assert.Equal(["header.checksum", "nic[0].ip_address"], differences.Select(difference => difference.Field));
        Assert.Equal(("10.9.0.2", "10.9.0.99"), (differences[1].First!.Meaning, differences[1].Second!.Meaning));
    }

    [Fact]
    public void A_secret_that_differs_is_named_and_masked()
    {
        var table = IbftReader.Read(s_table);
        var secret = table.Targets[0].ChapSecret;
        var other = s_table.ToArray();
        other[secret.Offset] ^= 0x01;
        var difference = TableDifference.Between(s_table, other, showSecrets: false).Single(difference => difference.Offset == secret.Offset);
        Assert.Equal("strings.target[0].chap_secret", difference.Field);
        Assert.Equal((Secrets.Mask, Secrets.Mask), (difference.First!.Meaning, difference.Second!.Meaning));
    }

    [Fact]
    public void A_table_differs_from_none() => Assert.NotEmpty(TableDifference.Between(s_table, [], showSecrets: false));
}
