using System.Buffers.Binary;

namespace BootLab.Disk.Registry.Bcd;

/// <summary>What kind of device an element names (ReactOS, boot library, by its own reading).</summary>
public enum BcdDeviceKind : uint
{
    /// <summary>A disk, RAM disk, file or virtual disk.</summary>
    Disk = 0,

    /// <summary>A partition by its number.</summary>
    NumberedPartition = 2,

    /// <summary>A serial port.</summary>
    Serial = 3,

    /// <summary>The network.</summary>
    Udp = 4,

    /// <summary>Where the boot manager was loaded from (<c>boot</c>).</summary>
    Boot = 5,

    /// <summary>A partition by its place or GUID (<c>partition=</c>).</summary>
    Partition = 6,

    /// <summary>Any volume that holds a file (<c>locate</c>).</summary>
    Locate = 8,
}

/// <summary>A device element. The format is not documented; of kinds other than partitions only the kind is known here.</summary>
/// <param name="Kind">The kind, which may be a number without a name.</param>
/// <param name="Options">The object with more about the device, or the zero GUID.</param>
/// <param name="Bytes">The whole element.</param>
public record BcdDevice(BcdDeviceKind Kind, Guid Options, byte[] Bytes)
{
    internal const int KindOffset = 16;
    internal const int LengthOffset = 24;
    internal const int PartitionOffset = 32;
    internal const int StyleOffset = 52;
    internal const int SignatureOffset = 56;
    internal const byte GptStyle = 0;
    internal const byte MbrStyle = 1;
    private const int PartitionLength = 88;

    /// <summary>Reads a device element; one that is too short for what it says is a device of unknown content, or null.</summary>
    public static BcdDevice? Read(byte[] element)
    {
        if (element.Length < KindOffset + sizeof(uint))
        {
            return null;
        }

        var kind = (BcdDeviceKind)UInt32(element, KindOffset);
        var options = new Guid(element.AsSpan(0, 16));
        if (kind != BcdDeviceKind.Partition || element.Length < PartitionLength || UInt32(element, LengthOffset) < PartitionLength - KindOffset)
        {
            return new BcdDevice(kind, options, element);
        }

        var guid = new Guid(element.AsSpan(PartitionOffset, 16));
        return UInt32(element, StyleOffset) switch
        {
            GptStyle => new BcdGptPartition(options, new Guid(element.AsSpan(SignatureOffset, 16)), guid, element),
            MbrStyle => new BcdMbrPartition(options, UInt32(element, SignatureOffset), BinaryPrimitives.ReadUInt64LittleEndian(element.AsSpan(PartitionOffset)), element),
            _ => new BcdDevice(kind, options, element),
        };
    }

    /// <summary>The device as bcdedit would say it, as far as it is known.</summary>
    public override string ToString() => Kind switch
    {
        BcdDeviceKind.Boot => "boot",
        BcdDeviceKind.Locate => "locate",
        _ => $"device of kind {Kind}",
    };

    private static uint UInt32(byte[] bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));
}

/// <summary>A partition of a disk with a master boot record.</summary>
/// <param name="Options">The object with more about the device, or the zero GUID.</param>
/// <param name="DiskSignature">The signature at byte 440 of the master boot record.</param>
/// <param name="Offset">Byte offset of the partition on the disk.</param>
/// <param name="Bytes">The whole element.</param>
public sealed record BcdMbrPartition(Guid Options, uint DiskSignature, ulong Offset, byte[] Bytes) : BcdDevice(BcdDeviceKind.Partition, Options, Bytes)
{
    /// <inheritdoc/>
    public override string ToString() => $"partition at byte {Offset} of the disk with the signature {DiskSignature:x8}";
}

/// <summary>A partition of a disk with a GUID partition table.</summary>
/// <param name="Options">The object with more about the device, or the zero GUID.</param>
/// <param name="Disk">The disk's GUID.</param>
/// <param name="Partition">The partition's own GUID.</param>
/// <param name="Bytes">The whole element.</param>
public sealed record BcdGptPartition(Guid Options, Guid Disk, Guid Partition, byte[] Bytes) : BcdDevice(BcdDeviceKind.Partition, Options, Bytes)
{
    /// <inheritdoc/>
    public override string ToString() => $"partition {Partition} of the disk {Disk}";
}
