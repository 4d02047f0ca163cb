using System.Buffers.Binary;

namespace BootLab.Disk.Making;

/// <summary>Where the partitions of a synthetic disk are, in sectors of 512 bytes. Boot configuration and drive letters name them by these places and GUIDs.</summary>
/// <param name="Sectors">Sectors of the disk.</param>
/// <param name="WindowsFirst">First sector of the Windows partition.</param>
/// <param name="WindowsSectors">Sectors of the Windows partition.</param>
/// <param name="EspFirst">First sector of the EFI system partition; 0 when there is none.</param>
/// <param name="EspSectors">Sectors of the EFI system partition.</param>
public sealed record DiskPlan(int Sectors, int WindowsFirst, int WindowsSectors, int EspFirst = 0, int EspSectors = 0)
{
    /// <summary>Bytes of a sector.</summary>
    public const int SectorSize = 512;

    private const int Alignment = 2048;

    // FAT32 wants at least 65,525 clusters (UEFI 2.10, 13.3; Microsoft's FAT specification), here of one sector each.
    private const int EspLength = 34 * Alignment;
    private const int WindowsLength = 16 * Alignment;

    // Three cylinders of 255 heads and 63 sectors, from which boot ROMs guess the geometry.
    private const int MbrDiskLength = 3 * 255 * 63;

    /// <summary>The signature of a disk with a master boot record; null on the others.</summary>
    public uint? Signature { get; init; }

    /// <summary>The GUID of the disk.</summary>
    public Guid DiskId { get; init; }

    /// <summary>The GUID of the Windows partition.</summary>
    public Guid WindowsId => Derived(DiskId, 2);

    /// <summary>The GUID of the EFI system partition.</summary>
    public Guid EspId => Derived(DiskId, 1);

    /// <summary>What the value <c>\DosDevices\C:</c> holds for the Windows partition: signature and byte offset, or the GUID behind <c>DMIO:ID:</c>.</summary>
    public byte[] MountedDevice
    {
        get
        {
            if (Signature is not { } signature)
            {
                return [.. "DMIO:ID:"u8, .. WindowsId.ToByteArray()];
            }

            var bytes = new byte[12];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, signature);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4), (long)WindowsFirst * SectorSize);
            return bytes;
        }
    }

    /// <summary>The plan of a disk.</summary>
    public static DiskPlan Of(WindowsDiskSpec spec) => spec.IsUefi
        ? new DiskPlan(EspLength + WindowsLength + (2 * Alignment), Alignment + EspLength, WindowsLength, Alignment, EspLength) { DiskId = spec.DiskId }
        : new DiskPlan(MbrDiskLength, Alignment, MbrDiskLength - Alignment) { Signature = spec.Signature };

    private static Guid Derived(Guid disk, byte number)
    {
        var bytes = disk.ToByteArray();
        bytes[^1] += number;
        return new Guid(bytes);
    }
}
