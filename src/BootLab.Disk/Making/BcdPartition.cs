using System.Buffers.Binary;
using BootLab.Disk.Registry.Bcd;

namespace BootLab.Disk.Making;

/// <summary>Device elements of boot configuration data as bytes; <see cref="BcdDevice"/> reads them.</summary>
internal static class BcdPartition
{
    private const int Length = 88;

    public static byte[] Boot() => Element(BcdDeviceKind.Boot);

    public static byte[] OfMbr(uint signature, int firstSector)
    {
        var bytes = Element(BcdDeviceKind.Partition);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(BcdDevice.PartitionOffset), (long)firstSector * DiskPlan.SectorSize);
        bytes[BcdDevice.StyleOffset] = BcdDevice.MbrStyle;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(BcdDevice.SignatureOffset), signature);
        return bytes;
    }

    public static byte[] OfGpt(Guid disk, Guid partition)
    {
        var bytes = Element(BcdDeviceKind.Partition);
        partition.TryWriteBytes(bytes.AsSpan(BcdDevice.PartitionOffset));
        bytes[BcdDevice.StyleOffset] = BcdDevice.GptStyle;
        disk.TryWriteBytes(bytes.AsSpan(BcdDevice.SignatureOffset));
        return bytes;
    }

    private static byte[] Element(BcdDeviceKind kind)
    {
        var bytes = new byte[Length];
        bytes[BcdDevice.KindOffset] = (byte)kind;
        bytes[BcdDevice.LengthOffset] = Length - BcdDevice.KindOffset;
        return bytes;
    }
}
