using BootLab.Ibft.Fields;
using BootLab.Ibft.Views;

namespace BootLab.Ibft.Tests;

public class FieldTextTests
{
    private const int Runs = 20_000;

    [Theory]
    [InlineData("header.revision", "2", "02")]
    [InlineData("header.length", "0x10000", "00000100")]
    [InlineData("header.oem_id", "AB", "414200000000")]
    [InlineData("control.target_1", "0x1b4", "b401")]
    [InlineData("nic[1].index", "255", "ff")]
    [InlineData("nic[0].flags", "0x0b", "0b")]
    [InlineData("nic[0].gateway", "10.9.0.254", "00000000000000000000ffff0a0900fe")]
    [InlineData("nic[0].gateway", "0.0.0.0", "00000000000000000000ffff00000000")]
    [InlineData("nic[0].gateway", "::ffff:0.0.0.0", "00000000000000000000ffff00000000")]
    [InlineData("nic[0].gateway", "none", "00000000000000000000000000000000")]
    [InlineData("nic[0].gateway", "fd00:9::1", "fd000009000000000000000000000001")]
    [InlineData("nic[0].mac_address", "52:54:00:ab:cd:ef", "525400abcdef")]
    [InlineData("nic[0].mac_address", "52-54-00-AB-CD-EF", "525400abcdef")]
    [InlineData("nic[0].pci_bdf", "08:1f.7", "ff08")]
    [InlineData("target[0].boot_lun", "1", "0001000000000000")]
    [InlineData("target[0].boot_lun", "0102-0304-0506-0708", "0102030405060708")]
    [InlineData("target[0].name.length", "65535", "ffff")]
    [InlineData("initiator.name.terminator", "0x41", "41")]
    [InlineData("header.reserved", "01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14 15 16 17 18", "0102030405060708090a0b0c0d0e0f101112131415161718")]
    public void AFieldTakesItsText(string path, string value, string expected)
    {
        var table = TableBuilder.Two;
        IbftView.TryOpen(table, out var view);
        FieldPath.Parse(path).TryLocate(view, out var range);

        Assert.True(FieldText.TrySet(table, FieldPath.Parse(path), value, out var error), error);

        Assert.Equal(expected, Convert.ToHexStringLower(table.AsSpan(range.Offset, range.Length)));
        var original = TableBuilder.Two;
        table.AsSpan(range.Offset, range.Length).CopyTo(original.AsSpan(range.Offset));
        Assert.Equal(original, table);
    }

    [Theory]
    [InlineData("nic[1].index", "256", "expected a number from 0 to 0xff")]
    [InlineData("nic[1].index", "-1", "expected a number")]
    [InlineData("nic[1].index", "", "expected a number")]
    [InlineData("header.length", "4294967296", "expected a number from 0 to 0xffffffff")]
    [InlineData("nic[0].gateway", "10.9", "expected an IPv4 or IPv6 address")]
    [InlineData("nic[0].gateway", "fe80::1%2", "expected an IPv4 or IPv6 address")]
    [InlineData("nic[0].mac_address", "52:54:00:12:34", "expected a MAC address")]
    [InlineData("nic[0].mac_address", "52:54:00:12:34-56", "expected a MAC address")]
    [InlineData("nic[0].pci_bdf", "08:20.0", "expected a PCI address")]
    [InlineData("target[0].boot_lun", "0001-0000", "expected a LUN")]
    [InlineData("header.oem_id", "SEVENCH", "expected at most 6 characters")]
    [InlineData("header.reserved", "00", "expected 24 bytes")]
    [InlineData("nic[2].index", "0", "found no nic[2].index in this table")]
    [InlineData("initiator.name", "iqn.2026-11.lab.boot:initiator", "expected at most the 25")]
    [InlineData("nic[1].host_name", "x", "expected at most the 0")]
    public void AValueThatDoesNotFitLeavesTheTableAsItWas(string path, string value, string reason)
    {
        var table = TableBuilder.Two;

        Assert.False(FieldText.TrySet(table, FieldPath.Parse(path), value, out var error));

        Assert.Contains(reason, error);
        Assert.Equal(TableBuilder.Two, table);
    }

    [Fact]
    public void AShorterStringTakesThePlaceOfTheOldOne()
    {
        var table = TableBuilder.Two;

        Assert.True(FieldText.TrySet(table, FieldPath.Parse("initiator.name"), "iqn.short", out _));

        IbftChecksum.Fix(table);
        var read = IbftReader.Read(table);
        Assert.Equal(("iqn.short", 0x1c0), (read.Initiator!.Name.ToString(), read.Initiator.Name.Offset));
        Assert.Empty(read.Slack);
    }

    [Fact]
    public void AnyTextOnAnyFieldOfAnyBytesIsTakenOrRefused()
    {
        var random = new Random(11);
        string[] values = ["0", "255", "0xffff", "4294967295", "none", "10.0.0.1", "fd00::1", "52:54:00:00:00:01", "00:04.0", "0001-0000-0000-0000", "text", "", "00 ff", "-1", "\u20ac", "::", "0x", "%", new string('9', 300)];
        string[] structures = ["header", "control", "initiator", "initiator[1]", "nic[0]", "nic[1]", "target[0]", "other[0]"];
        string[] parts = ["", ".length", ".offset", ".text", ".terminator"];
        var (taken, tables) = (0, Fixtures.All.Select(row => Fixtures.Bytes(row.Data)).ToArray());
        for (var i = 0; i < Runs; i++)
        {
            byte[] table = [.. tables[random.Next(tables.Length)]];
            for (var n = random.Next(4); n > 0; n--)
            {
                table[random.Next(table.Length)] = (byte)random.Next(256);
            }

            var structure = structures[random.Next(structures.Length)];
            var fields = IbftFields.Of(FieldPath.Parse(structure).Area);
            if (!FieldPath.TryParse($"{structure}.{fields[random.Next(fields.Length)].Name}{parts[random.Next(parts.Length)]}", out var path))
            {
                continue;
            }

            byte[] before = [.. table];
            if (FieldText.TrySet(table, path, values[random.Next(values.Length)], out var error))
            {
                taken++;
            }
            else
            {
                Assert.False(string.IsNullOrEmpty(error));
                Assert.Equal(before, table);
            }
        }

        Assert.InRange(taken, Runs / 50, Runs);
    }
}
