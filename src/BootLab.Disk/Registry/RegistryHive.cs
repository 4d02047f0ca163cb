namespace BootLab.Disk.Registry;

/// <summary>
/// A registry hive (a <c>regf</c> file of version 1.3 or later), read only. What is not looked at is not judged: a damaged key is an error when it is reached.
/// Transaction logs are not applied; <see cref="NeededLogs"/> names them when the hive waits for them.
/// </summary>
public sealed class RegistryHive
{
    /// <summary>Bytes of the largest file that is opened.</summary>
    public const int LargestFile = 1 << 29;

    private RegistryHive(ReadOnlyMemory<byte> file)
    {
        Header = HiveBaseBlock.Read(file.Span);
        var problems = new List<DiskError>();
        if (Header.Checksum != Header.ExpectedChecksum)
        {
            problems.Add(new DiskError(HiveBaseBlock.ChecksumOffset, $"found the checksum {Header.Checksum:x8}, expected {Header.ExpectedChecksum:x8}: Windows takes the base block from a transaction log"));
        }
        else if (Header.IsDirty)
        {
            problems.Add(new DiskError(
                HiveBaseBlock.PrimarySequenceOffset,
                $"found the sequence numbers {Header.PrimarySequence} and {Header.SecondarySequence}, expected two equal ones: changes are still in the transaction logs"));
        }

        var cells = new HiveCells(file, Header, problems);
        Problems = problems;
        Root = RegistryKey.ReadRoot(cells);
    }

    /// <summary>The base block.</summary>
    public HiveBaseBlock Header { get; }

    /// <summary>The root key. Its name says where the hive was made and means nothing else.</summary>
    public RegistryKey Root { get; }

    /// <summary>What is wrong with base block and bins while keys can still be read.</summary>
    public IReadOnlyList<DiskError> Problems { get; }

    /// <summary>Extensions of the files beside the hive that Windows would apply first; empty when the hive is clean.</summary>
    public IReadOnlyList<string> NeededLogs => Header.IsDirty ? [".LOG1", ".LOG2", ".LOG"] : [];

    /// <summary>Opens a hive.</summary>
    /// <param name="file">The whole file; it is not copied and must not change.</param>
    /// <exception cref="HiveFormatException">It is no hive, or it has no root key.</exception>
    public static RegistryHive Open(ReadOnlyMemory<byte> file) => new(file);

    /// <summary>Opens a hive by reading it from the start of a stream to its end, once.</summary>
    /// <param name="file">A stream that can seek; it may be closed afterwards.</param>
    /// <exception cref="HiveFormatException">It is no hive, it has no root key, or it is larger than <see cref="LargestFile"/>.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static RegistryHive Open(Stream file)
    {
        // The base block first: a file that says it is huge is not read when it is no hive at all.
        var header = HiveBaseBlock.Read(file.ReadAt(0, HiveBaseBlock.Size));
        var length = Math.Min(file.Length, HiveBaseBlock.Size + (long)header.BinsLength);
        if (length > LargestFile)
        {
            throw HiveFormatException.At(HiveBaseBlock.BinsLengthOffset, $"found a hive of {length} bytes, expected at most {LargestFile}");
        }

        var bytes = new byte[length];
        file.Position = 0;
        return new RegistryHive(bytes.AsMemory(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
    }

    /// <summary>The key at a path below the root, such as <c>ControlSet001\Services\disk</c>; case does not matter, the empty path is the root.</summary>
    /// <exception cref="HiveFormatException">A key on the way is malformed.</exception>
    public bool TryFind(string path, out RegistryKey key) => Root.TryFind(path, out key);

    /// <inheritdoc cref="TryFind"/>
    /// <returns>The key, or null.</returns>
    public RegistryKey? Find(string path) => TryFind(path, out var key) ? key : null;
}
