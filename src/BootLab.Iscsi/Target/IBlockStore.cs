namespace BootLab.Iscsi.Target;

/// <summary>A disk's blocks. Calls may come from several sessions at once; an implementation guards itself.</summary>
public interface IBlockStore
{
    /// <summary>Bytes of a logical block.</summary>
    int BlockSize { get; }

    /// <summary>Number of logical blocks.</summary>
    long BlockCount { get; }

    /// <summary>Whether writes are refused.</summary>
    bool IsReadOnly { get; }

    /// <summary>Reads whole blocks.</summary>
    /// <param name="block">First block; the range lies within the disk.</param>
    /// <param name="destination">A multiple of the block size.</param>
    /// <exception cref="IOException">They cannot be read.</exception>
    void Read(long block, Span<byte> destination);

    /// <summary>Writes whole blocks.</summary>
    /// <param name="block">First block; the range lies within the disk.</param>
    /// <param name="source">A multiple of the block size.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    void Write(long block, ReadOnlySpan<byte> source);

    /// <summary>Makes what was written safe.</summary>
    /// <exception cref="IOException">That failed.</exception>
    void Flush();
}
