namespace BootLab.Disk.Ntfs;

/// <summary>Bytes as they are; holes are 0.</summary>
internal sealed class ClusterStream(VolumeBytes volume, Extents extents, NtfsAttribute attribute) : NtfsFileStream(attribute)
{
    protected override void ReadWritten(long position, Span<byte> buffer) => volume.Read(extents, position, buffer);
}
