using System.Buffers.Binary;

namespace BootLab.Disk.Partitions;

/// <summary>Sector 0 of a disk: boot code, disk signature, four partitions, the boot signature 55 AA.</summary>
public sealed class MasterBootRecord
{
    /// <summary>Bytes that are looked at, whatever the size of a sector.</summary>
    public const int Size = 512;

    private const int BootCodeLength = 440;
    private const int DiskSignatureOffset = 440;
    private const int PartitionsOffset = 446;
    private const int SignatureOffset = 510;
    private const ushort Signature = 0xaa55;

    private MasterBootRecord(ReadOnlySpan<byte> sector)
    {
        HasBootCode = sector[..BootCodeLength].ContainsAnyExcept((byte)0);
        DiskSignature = BinaryPrimitives.ReadUInt32LittleEndian(sector[DiskSignatureOffset..]);
        Partitions = ReadPartitions(sector);
    }

    /// <summary>Whether the 440 bytes of boot code hold anything but zeros.</summary>
    public bool HasBootCode { get; }

    /// <summary>The disk signature at offset 440.</summary>
    public uint DiskSignature { get; }

    /// <summary>The four entries, used or not.</summary>
    public IReadOnlyList<MbrPartition> Partitions { get; }

    /// <summary>Whether any entry is used and all could be true: behind the boot code of a volume without partitions stands text instead.</summary>
    public bool HasPartitions => Partitions.Any(partition => partition.IsUsed) && Partitions.All(partition => partition.Status is 0 or MbrPartition.Active);

    /// <summary>Whether the record only protects a GUID partition table.</summary>
    public bool IsProtective => Partitions.Any(partition => partition.IsProtective);

    /// <summary>Whether a sector ends in 55 AA: a BIOS then jumps to it, partitions or not.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> sector) =>
        sector.Length >= Size && BinaryPrimitives.ReadUInt16LittleEndian(sector[SignatureOffset..]) == Signature;

    /// <summary>Reads sector 0.</summary>
    public static bool TryRead(ReadOnlySpan<byte> sector, out MasterBootRecord value, out DiskError? error)
    {
        error = sector.Length < Size ? new DiskError(sector.Length, $"found {sector.Length} bytes, expected a boot sector of {Size}")
            : !HasSignature(sector) ? new DiskError(SignatureOffset, $"found {sector[SignatureOffset]:X2} {sector[SignatureOffset + 1]:X2}, expected the boot signature 55 AA")
            : null;
        value = error is null ? new MasterBootRecord(sector) : null!;
        return error is null;
    }

    /// <inheritdoc cref="TryRead"/>
    /// <exception cref="DiskFormatException">The sector is short or has no boot signature.</exception>
    public static MasterBootRecord Read(ReadOnlySpan<byte> sector) => TryRead(sector, out var value, out var error) ? value : throw new DiskFormatException(error!);

    /// <summary>The four entries of a sector of at least 512 bytes, whatever its signature.</summary>
    internal static MbrPartition[] ReadPartitions(ReadOnlySpan<byte> sector)
    {
        var partitions = new MbrPartition[4];
        for (var i = 0; i < partitions.Length; i++)
        {
            partitions[i] = MbrPartition.Read(sector[(PartitionsOffset + (i * MbrPartition.Size))..], i);
        }

        return partitions;
    }
}
