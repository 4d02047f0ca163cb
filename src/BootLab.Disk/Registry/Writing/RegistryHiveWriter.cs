using System.Buffers.Binary;
using System.Text;

namespace BootLab.Disk.Registry.Writing;

/// <summary>Which list holds the subkeys of keys in a hive.</summary>
public enum SubkeyListKind
{
    /// <summary>With a hash of the name (since Windows XP).</summary>
    Lh,

    /// <summary>With the first four letters of the name (NT 4, and hives of version 1.3 up to today).</summary>
    Lf,

    /// <summary>Offsets alone (NT 3, and lists that Windows rewrote).</summary>
    Li,
}

/// <summary>Writes a hive that is made anew. The same content gives the same bytes.</summary>
/// <param name="fileName">What the base block calls the file; its last 31 characters are kept.</param>
public sealed class RegistryHiveWriter(string fileName = "")
{
    private const int LargestLeaf = 1012;
    private const uint OneDotFive = 5;

    // Owner and group: administrators; system and administrators may do everything. One for all keys.
    private static readonly byte[] SecurityDescriptor = Convert.FromHexString(
        "01000480" + "48000000" + "58000000" + "00000000" + "14000000"
        + "0200" + "3400" + "02000000"
        + "0002" + "1400" + "3f000f00" + "010100000000000512000000"
        + "0002" + "1800" + "3f000f00" + "01020000000000052000000020020000"
        + "01020000000000052000000020020000"
        + "01020000000000052000000020020000");

    private CellWriter _cells = new(0);
    private uint _security;
    private uint _keys;

    /// <summary>The root key.</summary>
    public NewKey Root { get; } = new("ROOT");

    /// <summary>When the hive was last written.</summary>
    public DateTimeOffset LastWritten { get; init; } = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Minor number of the version: 5, or 3, in which long data is one cell and not several.</summary>
    public uint MinorVersion { get; init; } = OneDotFive;

    /// <summary>Which list holds subkeys.</summary>
    public SubkeyListKind ListKind { get; init; } = SubkeyListKind.Lh;

    /// <summary>Elements of the longest list; more subkeys make several lists, and a list of them (ri).</summary>
    public int LeafSize { get; init; } = LargestLeaf;

    /// <summary>The hive as it stands.</summary>
    /// <exception cref="InvalidOperationException">A list would not fit in 64 Ki elements.</exception>
    public byte[] ToBytes()
    {
        _cells = new CellWriter(LastWritten.ToFileTime());
        _keys = 0;
        var root = WriteKeyNode(Root, HiveCells.None);
        _security = WriteSecurity();
        WriteContents(Root, root);
        BinaryPrimitives.WriteUInt32LittleEndian(_cells.Content(_security)[12..], _keys);

        var bins = _cells.Finish();
        var file = new byte[HiveBaseBlock.Size + bins.Length];
        bins.CopyTo(file.AsSpan(HiveBaseBlock.Size));
        WriteBaseBlock(file, root, bins.Length);
        return file;
    }

    private void WriteBaseBlock(Span<byte> file, uint root, int length)
    {
        "regf"u8.CopyTo(file);
        Put(file, HiveBaseBlock.PrimarySequenceOffset, 1);
        Put(file, HiveBaseBlock.SecondarySequenceOffset, 1);
        BinaryPrimitives.WriteInt64LittleEndian(file[HiveBaseBlock.LastWrittenOffset..], LastWritten.ToFileTime());
        Put(file, HiveBaseBlock.MajorOffset, 1);
        Put(file, HiveBaseBlock.MinorOffset, MinorVersion);
        Put(file, HiveBaseBlock.FileFormatOffset, 1);
        Put(file, HiveBaseBlock.RootCellOffset, root);
        Put(file, HiveBaseBlock.BinsLengthOffset, (uint)length);
        Put(file, HiveBaseBlock.ClusteringFactorOffset, 1);
        const int LongestName = (HiveBaseBlock.FileNameLength / 2) - 1;
        Encoding.Unicode.GetBytes(fileName.Length > LongestName ? fileName[^LongestName..] : fileName, file[HiveBaseBlock.FileNameOffset..]);
        Put(file, HiveBaseBlock.ChecksumOffset, HiveBaseBlock.ChecksumOf(file));
    }

    private uint WriteSecurity()
    {
        const int HeaderSize = 20;
        var cell = _cells.Take(HeaderSize + SecurityDescriptor.Length);
        var content = _cells.Content(cell);
        "sk"u8.CopyTo(content);

        // The list of all descriptors is a ring of this one.
        Put(content, 4, cell);
        Put(content, 8, cell);
        Put(content, 16, (uint)SecurityDescriptor.Length);
        SecurityDescriptor.CopyTo(content[HeaderSize..]);
        return cell;
    }

    // The node itself comes first, so that subkeys can name it as their parent; what it points to is filled in afterwards.
    private uint WriteKeyNode(NewKey key, uint parent)
    {
        var (name, isCompressed) = EncodeName(key.Name);
        var cell = _cells.Take(RegistryKey.NameOffset + name.Length);
        var content = _cells.Content(cell);
        "nk"u8.CopyTo(content);
        var flags = (isCompressed ? RegistryKey.CompressedNameFlag : 0) | (parent == HiveCells.None ? RegistryKey.RootFlag | RegistryKey.NotDeletableFlag : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(content[RegistryKey.FlagsOffset..], (ushort)flags);
        BinaryPrimitives.WriteInt64LittleEndian(content[RegistryKey.LastWrittenOffset..], key.LastWritten.ToFileTime());
        Put(content, RegistryKey.ParentOffset, parent == HiveCells.None ? 0 : parent);
        Put(content, RegistryKey.SubkeyListOffset, HiveCells.None);
        Put(content, RegistryKey.SubkeyListOffset + 4, HiveCells.None);
        Put(content, RegistryKey.ValueListOffset, HiveCells.None);
        Put(content, RegistryKey.ClassOffset, HiveCells.None);
        BinaryPrimitives.WriteUInt16LittleEndian(content[RegistryKey.NameLengthOffset..], (ushort)name.Length);
        name.CopyTo(content[RegistryKey.NameOffset..]);
        _keys++;
        return cell;
    }

    private void WriteContents(NewKey key, uint cell)
    {
        Put(cell, RegistryKey.SecurityOffset, _security);
        if (key.ClassName is { Length: > 0 } className)
        {
            var bytes = Encoding.Unicode.GetBytes(className);
            Put(cell, RegistryKey.ClassOffset, _cells.Take(bytes));
            BinaryPrimitives.WriteUInt16LittleEndian(_cells.Content(cell)[RegistryKey.ClassLengthOffset..], (ushort)bytes.Length);
        }

        if (key.Values.Count > 0)
        {
            Put(cell, RegistryKey.ValueCountOffset, (uint)key.Values.Count);
            Put(cell, RegistryKey.ValueListOffset, _cells.Take(Words(key.Values.Select(WriteValue))));
        }

        if (key.Subkeys.Count > 0)
        {
            var nodes = key.Subkeys.Select(subkey => (subkey.Name, Cell: WriteKeyNode(subkey, cell))).ToArray();
            Put(cell, RegistryKey.SubkeyCountOffset, (uint)nodes.Length);
            Put(cell, RegistryKey.SubkeyListOffset, WriteList(nodes));
            foreach (var (subkey, node) in key.Subkeys.Zip(nodes))
            {
                WriteContents(subkey, node.Cell);
            }
        }

        WriteLongest(key, cell);
    }

    // The lengths, in bytes of UTF-16, that Windows uses to size buffers of enumerations.
    private void WriteLongest(NewKey key, uint cell)
    {
        Put(cell, RegistryKey.LongestOffset, Longest(key.Subkeys, subkey => 2 * subkey.Name.Length));
        Put(cell, RegistryKey.LongestOffset + 4, Longest(key.Subkeys, subkey => 2 * (subkey.ClassName?.Length ?? 0)));
        Put(cell, RegistryKey.LongestOffset + 8, Longest(key.Values, value => 2 * value.Name.Length));
        Put(cell, RegistryKey.LongestOffset + 12, Longest(key.Values, value => value.Data.Length));

        static uint Longest<T>(IEnumerable<T> things, Func<T, int> length) => (uint)things.Select(length).DefaultIfEmpty().Max();
    }

    private uint WriteList((string Name, uint Cell)[] nodes)
    {
        var leaves = nodes.Chunk(LeafSize).Select(WriteLeaf).ToArray();
        if (leaves.Length == 1)
        {
            return leaves[0];
        }

        var cell = _cells.Take(SubkeyList.HeaderSize + (leaves.Length * sizeof(uint)));
        WriteListHeader(cell, "ri"u8, leaves.Length);
        Words(leaves).CopyTo(_cells.Content(cell)[SubkeyList.HeaderSize..]);
        return cell;
    }

    private uint WriteLeaf((string Name, uint Cell)[] nodes)
    {
        IEnumerable<uint> elements = ListKind switch
        {
            SubkeyListKind.Lh => nodes.SelectMany(node => (uint[])[node.Cell, ByUpperCase.Hash(node.Name)]),
            SubkeyListKind.Lf => nodes.SelectMany(node => (uint[])[node.Cell, Hint(node.Name)]),
            _ => nodes.Select(node => node.Cell),
        };
        var words = Words(elements);
        var cell = _cells.Take(SubkeyList.HeaderSize + words.Length);
        WriteListHeader(cell, ListKind switch { SubkeyListKind.Lh => "lh"u8, SubkeyListKind.Lf => "lf"u8, _ => "li"u8 }, nodes.Length);
        words.CopyTo(_cells.Content(cell)[SubkeyList.HeaderSize..]);
        return cell;
    }

    private void WriteListHeader(uint cell, ReadOnlySpan<byte> signature, int count)
    {
        if (count > ushort.MaxValue)
        {
            throw new InvalidOperationException($"found a list of {count} elements, expected at most {ushort.MaxValue}: choose another leaf size");
        }

        signature.CopyTo(_cells.Content(cell));
        BinaryPrimitives.WriteUInt16LittleEndian(_cells.Content(cell)[2..], (ushort)count);
    }

    private uint WriteValue(NewValue value)
    {
        var (name, isCompressed) = EncodeName(value.Name);
        var cell = _cells.Take(RegistryValue.NameOffset + name.Length);
        var isInPlace = value.Data.Length <= sizeof(uint);
        var data = isInPlace ? 0 : WriteData(value.Data);
        var content = _cells.Content(cell);
        "vk"u8.CopyTo(content);
        BinaryPrimitives.WriteUInt16LittleEndian(content[RegistryValue.NameLengthOffset..], (ushort)name.Length);
        Put(content, RegistryValue.DataLengthOffset, (uint)value.Data.Length | (isInPlace ? RegistryValue.InPlace : 0));
        Put(content, RegistryValue.DataOffset, data);
        if (isInPlace)
        {
            value.Data.CopyTo(content[RegistryValue.DataOffset..]);
        }

        Put(content, RegistryValue.TypeOffset, (uint)value.Type);
        BinaryPrimitives.WriteUInt16LittleEndian(content[RegistryValue.FlagsOffset..], (ushort)(isCompressed && name.Length > 0 ? RegistryValue.CompressedNameFlag : 0));
        name.CopyTo(content[RegistryValue.NameOffset..]);
        return cell;
    }

    private uint WriteData(byte[] data)
    {
        if (data.Length <= RegistryValue.SegmentSize || MinorVersion <= 3)
        {
            return _cells.Take(data);
        }

        var segments = data.Chunk(RegistryValue.SegmentSize).Select(WriteSegment).ToArray();
        var list = _cells.Take(Words(segments));
        var cell = _cells.Take(SubkeyList.HeaderSize + sizeof(uint));
        WriteListHeader(cell, "db"u8, segments.Length);
        Put(cell, SubkeyList.HeaderSize, list);
        return cell;
    }

    // With four bytes to spare, which a full segment has anyway: libhivex leaves the last four of every segment's cell out.
    private uint WriteSegment(byte[] data)
    {
        var cell = _cells.Take(data.Length + sizeof(uint));
        data.CopyTo(_cells.Content(cell));
        return cell;
    }

    private static (byte[] Bytes, bool IsCompressed) EncodeName(string name) =>
        name.All(unit => unit <= byte.MaxValue) ? (Encoding.Latin1.GetBytes(name), true) : (Encoding.Unicode.GetBytes(name), false);

    private static uint Hint(string name)
    {
        var hint = new byte[sizeof(uint)];
        if (name.Take(hint.Length).All(unit => unit <= byte.MaxValue))
        {
            Encoding.Latin1.GetBytes(name.AsSpan(0, Math.Min(name.Length, hint.Length)), hint);
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(hint);
    }

    private static byte[] Words(IEnumerable<uint> words) => [.. words.SelectMany(word => (byte[])[(byte)word, (byte)(word >> 8), (byte)(word >> 16), (byte)(word >> 24)])];

    private static void Put(Span<byte> content, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(content[offset..], value);

    private void Put(uint cell, int offset, uint value) => Put(_cells.Content(cell), offset, value);
}
