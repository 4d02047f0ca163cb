namespace BootLab.Disk.Ntfs;

/// <summary>A stream of a file whose bytes are in clusters; those behind the last that was written are 0.</summary>
internal abstract class NtfsFileStream(NtfsAttribute attribute) : ReadOnlyStream
{
    public override long Length => attribute.DataSize;

    /// <summary>Fills a buffer with bytes that were written.</summary>
    protected abstract void ReadWritten(long position, Span<byte> buffer);

    private protected override void ReadAt(long position, Span<byte> buffer)
    {
        var written = (int)Math.Clamp(attribute.InitializedSize - position, 0, buffer.Length);
        ReadWritten(position, buffer[..written]);
        buffer[written..].Clear();
    }
}
