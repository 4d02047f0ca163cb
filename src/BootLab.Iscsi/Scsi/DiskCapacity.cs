namespace BootLab.Iscsi.Scsi;

/// <summary>The size of a disk.</summary>
/// <param name="BlockCount">Number of logical blocks.</param>
/// <param name="BlockSize">Bytes of a logical block.</param>
public readonly record struct DiskCapacity(long BlockCount, int BlockSize)
{
    /// <summary>The size in bytes.</summary>
    public long Length => BlockCount * BlockSize;
}
