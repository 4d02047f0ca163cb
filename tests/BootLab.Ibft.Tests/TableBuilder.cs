using System.Buffers.Binary;

namespace BootLab.Ibft.Tests;

/// <summary>A fixture with bytes changed, checksum put right again unless it is what was changed.</summary>
public static class TableBuilder
{
    /// <summary>Two NICs (0xa0, 0x110), one target (0x180), strings from 0x1c0; 507 bytes. See tests/fixtures/handmade/README.md.</summary>
    public static byte[] Two => Fixtures.Bytes("handmade/two.bin");

    public static byte[] With(this byte[] table, int offset, params byte[] bytes)
    {
        bytes.CopyTo(table, offset);
        if (offset != IbftOffsets.Header.Checksum)
        {
            IbftChecksum.Fix(table);
        }

        return table;
    }

    public static byte[] WithUInt16(this byte[] table, int offset, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(offset), value);
        IbftChecksum.Fix(table);
        return table;
    }
}
