using BootLab.Ibft.Fields;
using BootLab.Ibft.Views;
using BootLab.Testing;

namespace BootLab.Ibft.Tests;

public class FieldPathTests
{
    /// <summary>Places in the table of tests/fixtures/handmade/README.md: NICs at 0xa0 and 0x110, the target at 0x180, strings from 0x1c0.</summary>
    [Theory]
    [InlineData("header", 0, 48)]
    [InlineData("header.checksum", 9, 1)]
    [InlineData("header.reserved", 24, 24)]
    [InlineData("control", 0x30, 18)]
    [InlineData("control.nic_0", 0x3a, 2)]
    [InlineData("control.target_1", 0x40, 2)]
    [InlineData("initiator.name", 0x50 + 70, 4)]
    [InlineData("initiator[0].name.length", 0x50 + 70, 2)]
    [InlineData("initiator.name.offset", 0x50 + 72, 2)]
    [InlineData("initiator.name.text", 0x1c0, 25)]
    [InlineData("initiator.name.terminator", 0x1c0 + 25, 1)]
    [InlineData("nic[1]", 0x110, 102)]
    [InlineData("nic[1].index", 0x114, 1)]
    [InlineData("nic[0].pci_bdf", 0xa0 + 96, 2)]
    [InlineData("target[0].nic_association", 0x180 + 33, 1)]
    [InlineData("target[0].chap_secret.length", 0x180 + 42, 2)]
    public void APathNamesItsBytes(string text, int offset, int length)
    {
        IbftView.TryOpen(TableBuilder.Two, out var view);

        Assert.True(FieldPath.TryParse(text, out var path));
        Assert.True(path.TryLocate(view, out var range));
        Assert.Equal(new ByteRange(offset, length), range);
        Assert.Equal(text.Replace("initiator[0]", "initiator"), path.ToString());
    }

    [Theory]
    [InlineData("control.expansion_0")] // a control structure of 18 bytes
    [InlineData("initiator[1].name")]
    [InlineData("nic[2].index")]
    [InlineData("target[1].port")]
    [InlineData("other[0].id")]
    [InlineData("nic[1].host_name.text")] // absent
    [InlineData("target[0].chap_secret.terminator")]
    public void APathCanNameNothingInATable(string text)
    {
        IbftView.TryOpen(TableBuilder.Two, out var view);

        Assert.False(FieldPath.Parse(text).TryLocate(view, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("head")]
    [InlineData("header.")]
    [InlineData("header.nothing")]
    [InlineData("header[0].length")]
    [InlineData("nic.index")]
    [InlineData("nic[].index")]
    [InlineData("nic[-1].index")]
    [InlineData("nic[01].index")]
    [InlineData("nic[99999999999].index")]
    [InlineData("nic[0]index")]
    [InlineData("nic[0].index.length")]
    [InlineData("nic[0].host_name.size")]
    [InlineData("nic[0].host_name.length.offset")]
    [InlineData("control.expansion_")]
    [InlineData("control.expansion_0.length")]
    public void WhatNoTableHasIsNoPath(string text)
    {
        Assert.False(FieldPath.TryParse(text, out _));
        Assert.Throws<FormatException>(() => FieldPath.Parse(text));
    }

    [Fact]
    public void TheExpansionIsCountedFromItsFirstField()
    {
        IbftView.TryOpen(Fixtures.Bytes("handmade/three.bin"), out var view);

        Assert.True(FieldPath.Parse("control.expansion_1").TryLocate(view, out var range));
        Assert.Equal(new ByteRange(48 + 20, 2), range);
        Assert.False(FieldPath.Parse("control.expansion_2").TryLocate(view, out _));
    }

    // The list is what everything else reads its places from, so it is held against the structures' sizes: no gap, no overlap.
    [Theory]
    [InlineData(TableArea.Header, IbftOffsets.Header.Size)]
    [InlineData(TableArea.Control, IbftOffsets.Control.Size)]
    [InlineData(TableArea.Initiator, IbftOffsets.Initiator.Size)]
    [InlineData(TableArea.Nic, IbftOffsets.Nic.Size)]
    [InlineData(TableArea.Target, IbftOffsets.Target.Size)]
    [InlineData(TableArea.Other, IbftOffsets.StructureHeader.Size)]
    public void TheFieldsOfAStructureCoverIt(TableArea area, int size)
    {
        var next = 0;
        foreach (var field in IbftFields.Of(area))
        {
            Assert.Equal(next, field.Offset);
            next += field.Size;
        }

        Assert.Equal(size, next);
    }

    [Fact]
    public void LocatingCostsNothing()
    {
        var table = TableBuilder.Two;
        Assert.Equal(0x180 + 42, Locate(table));
        Assert.Equal(0, Allocations.Least(() => Locate(table)));

        static int Locate(byte[] table)
        {
            IbftView.TryOpen(table, out var view);
            return FieldPath.TryParse("target[0].chap_secret.length", out var path) && path.TryLocate(view, out var range) ? range.Offset : 0;
        }
    }
}
