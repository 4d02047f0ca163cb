using System.Buffers.Binary;
using System.Numerics;

namespace BootLab.Disk.Ntfs;

/// <summary>
/// A directory: a B-tree of file names ($I30). Its root is in the record of the directory, its other nodes are blocks of one attribute. An entry may have a child, whose names
/// come before its own; the last entry of a node has no name.
/// </summary>
internal sealed class DirectoryIndex
{
    private const string IndexName = "$I30";
    private const int RootHeaderOffset = 16;
    private const int BlockHeaderOffset = 24;
    private const int VcnOffset = 16;
    private const int LargestBlock = 64 << 10;

    // Even with two entries a node this holds more files than a volume can.
    private const int DeepestTree = 48;

    private readonly VolumeBytes _volume;
    private readonly UpCase _upCase;
    private readonly NtfsAttribute _root;
    private readonly AttributeValue? _blocks;
    private readonly int _blockSize;

    public DirectoryIndex(VolumeBytes volume, UpCase upCase, IReadOnlyList<NtfsAttribute> attributes, long offset)
    {
        _volume = volume;
        _upCase = upCase;
        _root = attributes.FirstOrDefault(attribute => attribute.Is(AttributeType.IndexRoot, IndexName) && attribute.IsResident)
            ?? throw new NtfsFormatException(offset, $"found no index {IndexName}, expected that of a directory");
        var root = _root.Value.Span;
        if (root.Length < RootHeaderOffset + IndexNode.HeaderSize || BinaryPrimitives.ReadInt32LittleEndian(root) != (int)AttributeType.FileName)
        {
            throw new NtfsFormatException(_root.Offset, "found no index of file names, expected that of a directory");
        }

        var blockSize = BinaryPrimitives.ReadUInt32LittleEndian(root[8..]);
        if (blockSize is < 512 or > LargestBlock || !BitOperations.IsPow2(blockSize))
        {
            throw new NtfsFormatException(_root.Offset + 8, $"found index blocks of {blockSize} bytes, expected a power of two from 512 to {LargestBlock}");
        }

        _blockSize = (int)blockSize;
        if (attributes.FirstOrDefault(attribute => attribute.Is(AttributeType.IndexAllocation, IndexName) && attribute.LowestVcn == 0) is { } first)
        {
            _blocks = AttributeValue.Gather(volume, attributes, first);
            if (_blocks.Extents is not { HasHoles: false })
            {
                throw new NtfsFormatException(first.Offset, "found the blocks of an index with a hole or within the record, expected all of them in clusters");
            }
        }
    }

    /// <summary>The entry with a name: the one written exactly so, else the first that differs in case alone.</summary>
    public NtfsDirectoryEntry? Find(string name)
    {
        NtfsDirectoryEntry? found = null;
        foreach (var entry in From(name).TakeWhile(entry => _upCase.Compare(entry.Name, name) == 0))
        {
            if (entry.Name == name)
            {
                return entry;
            }

            found ??= entry;
        }

        return found;
    }

    /// <summary>The entries in their order, from the first on whose name is not less than one; the empty name is the least.</summary>
    public IEnumerable<NtfsDirectoryEntry> From(string name)
    {
        var path = new Stack<IndexNode>();
        path.Push(new IndexNode(_root.Value, RootHeaderOffset, _root.Offset));
        // In a tree every block is met once.
        var blocksLeft = _blocks is null ? 0 : _blocks.Length / _blockSize;
        while (path.TryPeek(out var node))
        {
            if (!node.IsAtLast && _upCase.Compare(node.Name, name) < 0)
            {
                node.MoveNext();
            }
            else if (node.TakeChild() is { } child)
            {
                if (blocksLeft-- == 0 || path.Count == DeepestTree)
                {
                    throw new NtfsFormatException(node.Offset, "found more nodes than the directory has blocks, or more levels than any needs, expected each once: the index runs in a circle");
                }

                path.Push(ReadBlock(child, node.Offset));
            }
            else if (node.IsAtLast)
            {
                path.Pop();
            }
            else
            {
                yield return node.Entry;
                node.MoveNext();
            }
        }
    }

    private IndexNode ReadBlock(ulong vcn, long referrer)
    {
        // Blocks are numbered by clusters, or by 512 bytes where a cluster is larger than a block.
        var unit = _volume.ClusterSize <= _blockSize ? _volume.ClusterSize : 512;
        if (vcn > (ulong)_blocks!.Length / (ulong)unit || (long)vcn * unit > _blocks.Length - _blockSize)
        {
            throw new NtfsFormatException(referrer, $"found the child {vcn}, expected a block within the index of {_blocks.Length} bytes");
        }

        var block = new byte[_blockSize];
        _volume.Read(_blocks.Extents!, (long)vcn * unit, block);
        var offset = _volume.PlaceOf(_blocks.Extents!, (long)vcn * unit);
        Fixups.Apply(block, "INDX"u8, offset, "a block of a directory ('INDX')");
        return BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(VcnOffset)) == vcn
            ? new IndexNode(block, BlockHeaderOffset, offset)
            : throw new NtfsFormatException(offset + VcnOffset, $"found block {BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(VcnOffset))} of a directory, expected {vcn}");
    }
}
