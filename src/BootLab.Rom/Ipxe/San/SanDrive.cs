using BootLab.Disk.Partitions;
using BootLab.Iscsi.Scsi;

namespace BootLab.Rom.Ipxe.San;

/// <summary>A disk on the network under a drive number, over one or several paths of which one is in use.</summary>
public sealed class SanDrive(int number, IReadOnlyList<SanPath> paths, bool described)
{
    /// <summary>The number under which it was attached.</summary>
    public int Number { get; } = number;

    /// <summary>The paths in the order of their URIs.</summary>
    public IReadOnlyList<SanPath> Paths { get; } = paths;

    /// <summary>Whether it goes into the table.</summary>
    public bool Described { get; } = described;

    /// <summary>The path that reads go over; null while none is up.</summary>
    public SanPath? Active { get; internal set; }

    /// <summary>Size as the target reports it.</summary>
    public DiskCapacity Capacity { get; internal set; }

    /// <summary>The blocks in which an ISO 9660 volume descriptor would be; empty when a block of the disk is larger than one.</summary>
    public ReadOnlyMemory<byte> VolumeDescriptor { get; internal set; }

    /// <summary>Whether an ISO 9660 volume was found, so that the drive is shown in blocks of 2,048 bytes.</summary>
    public bool IsCdrom { get; internal set; }

    /// <summary>The number it has by the BIOS's own count (BIOS only).</summary>
    public int NaturalNumber { get; internal set; }

    /// <summary>Heads, sectors and cylinders as the BIOS calls show them (BIOS only).</summary>
    public DiskGeometry Geometry { get; internal set; }

    /// <summary><c>0x80</c>.</summary>
    public override string ToString() => $"0x{Number:x2}";
}
