using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>MODE SENSE(6) and (10) with the caching and control pages (SPC-4, 6.11 and 7.5; SBC-3, 6.5).</summary>
internal static class ModePages
{
    private const byte Caching = 0x08;
    private const byte Control = 0x0a;
    private const byte AllPages = 0x3f;

    public static ScsiOutcome Answer(ReadOnlySpan<byte> cdb, IBlockStore store)
    {
        var isSix = cdb[0] == OperationCode.ModeSense6;
        var page = (byte)(cdb[2] & 0x3f);
        var subpage = cdb[3];
        if ((subpage != 0 && subpage != 0xff) || (page != Caching && page != Control && page != AllPages))
        {
            return ScsiOutcome.Check(SenseData.InvalidFieldInCdb);
        }

        // Page control 1 asks for what could be changed: nothing.
        var changeable = cdb[2] >> 6 == 1;
        List<byte> pages = [];
        if (page is Caching or AllPages)
        {
            pages.AddRange([Caching, 18, .. new byte[18]]);
        }

        if (page is Control or AllPages)
        {
            // Unrestricted reordering of simple tasks.
            pages.AddRange([Control, 10, 0, (byte)(changeable ? 0 : 0x10), .. new byte[8]]);
        }

        var disableBlockDescriptors = (cdb[1] & 0x08) != 0;
        var descriptor = disableBlockDescriptors ? [] : BlockDescriptor(store);
        // WP, and DPOFUA: there is no cache in front of the blocks, so every command does what these bits ask for.
        var flags = (byte)(0x10 | (store.IsReadOnly ? 0x80 : 0));
        var length = descriptor.Length + pages.Count;
        return isSix
            ? ScsiOutcome.Send([(byte)(length + 3), 0, flags, (byte)descriptor.Length, .. descriptor, .. pages], cdb[4])
            : ScsiOutcome.Send(
                [(byte)((length + 6) >> 8), (byte)(length + 6), 0, flags, 0, 0, 0, (byte)descriptor.Length, .. descriptor, .. pages],
                BinaryPrimitives.ReadUInt16BigEndian(cdb[7..]));
    }

    private static byte[] BlockDescriptor(IBlockStore store)
    {
        var descriptor = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(descriptor, (uint)Math.Min(store.BlockCount, uint.MaxValue));
        // Byte 4 is reserved, the block length has 24 bits.
        BinaryPrimitives.WriteInt32BigEndian(descriptor.AsSpan(4), store.BlockSize);
        return descriptor;
    }
}
