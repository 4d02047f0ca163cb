using System.Buffers.Binary;

namespace BootLab.Disk.Ntfs;

/// <summary>A node of a directory's tree, and the entry that is looked at.</summary>
internal sealed class IndexNode
{
    /// <summary>Bytes of the header before the entries.</summary>
    public const int HeaderSize = 16;

    private const int EntryHeaderSize = 16;
    private const int ChildSize = 8;
    private const int HasChild = 1;
    private const int IsLast = 2;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly long _offset;
    private readonly int _end;
    private int _at;
    private int _length;
    private int _flags;
    private bool _childTaken;

    /// <summary>Takes a node, with its first entry looked at.</summary>
    /// <param name="bytes">The node.</param>
    /// <param name="header">Where its header is, from which the entries are counted.</param>
    /// <param name="offset">Where the node stands on the volume.</param>
    public IndexNode(ReadOnlyMemory<byte> bytes, int header, long offset)
    {
        _bytes = bytes;
        _offset = offset;
        var (first, length) = (BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[header..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[(header + 4)..]));
        if (first < HeaderSize || first > length || length > bytes.Length - header)
        {
            throw new NtfsFormatException(offset + header, $"found entries from byte {first} to {length} of a directory's node, expected them within its {bytes.Length - header}");
        }

        _end = header + (int)length;
        _at = header + (int)first;
        ReadEntry();
    }

    /// <summary>Where the entry stands on the volume.</summary>
    public long Offset => _offset + _at;

    /// <summary>Whether the entry is the one without a name that ends the node.</summary>
    public bool IsAtLast => (_flags & IsLast) != 0;

    /// <summary>The name of the entry.</summary>
    public ReadOnlySpan<char> Name => NtfsFileName.Characters(Key);

    /// <summary>The entry.</summary>
    public NtfsDirectoryEntry Entry => new(MftReference.FromUInt64(BinaryPrimitives.ReadUInt64LittleEndian(_bytes.Span[_at..])), NtfsFileName.Read(Key, Offset + EntryHeaderSize));

    private ReadOnlySpan<byte> Key => _bytes.Span.Slice(_at + EntryHeaderSize, BinaryPrimitives.ReadUInt16LittleEndian(_bytes.Span[(_at + 10)..]));

    /// <summary>The number of the child's block; null when there is none, and when it was asked for before.</summary>
    public ulong? TakeChild()
    {
        if (_childTaken || (_flags & HasChild) == 0)
        {
            return null;
        }

        _childTaken = true;
        return BinaryPrimitives.ReadUInt64LittleEndian(_bytes.Span[(_at + _length - ChildSize)..]);
    }

    /// <summary>Goes on to the next entry.</summary>
    public void MoveNext()
    {
        _at += _length;
        _childTaken = false;
        ReadEntry();
    }

    private void ReadEntry()
    {
        var left = _bytes.Span[_at.._end];
        _length = left.Length < EntryHeaderSize ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(left[8..]);
        _flags = left.Length < EntryHeaderSize ? 0 : left[12];
        var needed = EntryHeaderSize + ((_flags & HasChild) != 0 ? ChildSize : 0);
        if (_length < needed || _length > left.Length)
        {
            throw new NtfsFormatException(Offset, $"found an entry of {_length} bytes with {left.Length} left in a directory's node, expected at least {needed}, and a last one");
        }

        if (!IsAtLast && (BinaryPrimitives.ReadUInt16LittleEndian(left[10..]) > _length - needed || !NtfsFileName.IsWhole(Key)))
        {
            throw new NtfsFormatException(Offset + 10, $"found a file name of {BinaryPrimitives.ReadUInt16LittleEndian(left[10..])} bytes, expected it whole within the entry's {_length}");
        }
    }
}
