using BootLab.Ibft.Views;
using BootLab.Testing;

namespace BootLab.Ibft.Tests;

public class ViewTests
{
    [Fact]
    public void FieldsAreReadInPlace()
    {
        Assert.True(IbftView.TryOpen(TableBuilder.Two, out var view));
        Assert.True(view.TryGetNic(view.Control.Slot(2).Offset, out var nic));
        Assert.True(view.TryGetTarget(view.Control.Slot(3).Offset, out var target));

        Assert.True(view.Signature.SequenceEqual("iBFT"u8));
        Assert.True(view.OemId.SequenceEqual("BOOTLB"u8));
        Assert.True(view.ChecksumIsRight);
        Assert.Equal("10.9.0.2", nic.IpAddress.ToString());
        Assert.Equal(PrefixOrigin.Dhcp, nic.Origin);
        Assert.Equal("525400000840", Convert.ToHexString(nic.MacAddress));
        Assert.Equal(0x0820, nic.PciBdf);
        Assert.Equal("boot1", view.Text(nic.HostName));
        Assert.Equal(0xa0 + 98, nic.HostName.FieldOffset);
        Assert.Equal(3260, target.Port);
        Assert.Equal("iqn.2026-11.lab.boot:disk0", view.Text(target.Name));
        Assert.True(target.ChapName.IsAbsent);
    }

    [Fact]
    public void ControlFieldsSayWhatTheyAreMeantToHold()
    {
        var bytes = Fixtures.Bytes("tables/lkml-2020-01-11-rintel-3nic-3target.bin");
        IbftView.TryOpen(bytes, out var view);
        var slots = new List<ControlSlot>();
        foreach (var slot in view.Control)
        {
            slots.Add(slot);
        }

        Assert.Equal(
            [
                new ControlSlot(0, 54, StructureId.Extensions, 0), new ControlSlot(1, 56, StructureId.Initiator, 0x48), new ControlSlot(2, 58, StructureId.Nic, 0x98),
                new ControlSlot(3, 60, StructureId.Target, 0x1d0), new ControlSlot(4, 62, StructureId.Nic, 0x100), new ControlSlot(5, 64, StructureId.Target, 0x208),
                new ControlSlot(6, 66, null, 0x168), new ControlSlot(7, 68, null, 0x240),
            ],
            slots);
        Assert.Equal(slots, IbftReader.Read(bytes).Control.Slots);
        Assert.Equal(["extensions", "initiator", "NIC 0", "target 0", "NIC 1", "target 1", "expansion 0", "expansion 1"], slots.Select(slot => slot.Name));
    }

    [Fact]
    public void BytesBehindTheTableAreNotLookedAt()
    {
        byte[] bytes = [.. TableBuilder.Two, .. "and more"u8];

        IbftView.TryOpen(bytes, out var view);

        Assert.Equal(507, view.Bytes.Length);
        Assert.True(view.ChecksumIsRight);
        Assert.Equal(TableBuilder.Two, IbftWriter.Write(IbftReader.Read(bytes)));
    }

    [Fact]
    public void WalkingAllFieldsAllocatesNothing()
    {
        foreach (var name in Fixtures.All.Select(row => row.Data))
        {
            var bytes = Fixtures.Bytes(name);
            Assert.NotEqual(0, FieldWalk.Run(bytes));
            Assert.Equal(0, Allocations.Least(() => FieldWalk.Run(bytes)));
        }
    }
}
