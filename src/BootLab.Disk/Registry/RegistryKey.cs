using System.Buffers.Binary;

namespace BootLab.Disk.Registry;

/// <summary>A key of a hive. Subkeys and values are read when they are first asked for.</summary>
public sealed class RegistryKey
{
    /// <summary>Keys are nested at most so deep (Windows' own limit).</summary>
    public const int DeepestLevel = 512;

    // Offsets in an nk cell.
    internal const int FlagsOffset = 2;
    internal const int LastWrittenOffset = 4;
    internal const int ParentOffset = 16;
    internal const int SubkeyCountOffset = 20;
    internal const int SubkeyListOffset = 28;
    internal const int ValueCountOffset = 36;
    internal const int ValueListOffset = 40;
    internal const int SecurityOffset = 44;
    internal const int ClassOffset = 48;
    internal const int LongestOffset = 52;
    internal const int NameLengthOffset = 72;
    internal const int ClassLengthOffset = 74;
    internal const int NameOffset = 76;

    internal const int RootFlag = 0x04;
    internal const int NotDeletableFlag = 0x08;
    internal const int LinkFlag = 0x10;
    internal const int CompressedNameFlag = 0x20;
    private const int PredefinedHandleFlag = 0x40;

    private readonly HiveCells _cells;
    private readonly int _level;
    private IReadOnlyList<RegistryKey>? _subkeys;
    private IReadOnlyList<RegistryValue>? _values;
    private Dictionary<string, RegistryKey>? _byName;

    private RegistryKey(HiveCells cells, uint cell, int level)
    {
        (_cells, Cell, _level) = (cells, cell, level);
        var content = Content;
        var (nameLength, flags) = (BinaryPrimitives.ReadUInt16LittleEndian(content[NameLengthOffset..]), Flags(content));
        if (nameLength > content.Length - NameOffset)
        {
            throw HiveFormatException.At(HiveCells.FileOffset(cell) + NameLengthOffset, $"found a key name of {nameLength} bytes, expected at most {content.Length - NameOffset}, as its cell has");
        }

        Name = HiveText.Name(content.Slice(NameOffset, nameLength), (flags & CompressedNameFlag) != 0);
    }

    /// <summary>The name, as it was written.</summary>
    public string Name { get; }

    /// <summary>When the key or one of its values was last changed; null beyond the year 9999.</summary>
    public DateTimeOffset? LastWritten => HiveText.Time(BinaryPrimitives.ReadInt64LittleEndian(Content[LastWrittenOffset..]));

    /// <summary>Whether the key is a symbolic link: its value <c>SymbolicLinkValue</c> names the key that it stands for. Links are not followed.</summary>
    public bool IsLink => (Flags(Content) & LinkFlag) != 0;

    /// <summary>The class name, or null.</summary>
    /// <exception cref="HiveFormatException">It is not where the key says.</exception>
    public string? ClassName
    {
        get
        {
            var (cell, length) = (UInt32(ClassOffset), BinaryPrimitives.ReadUInt16LittleEndian(Content[ClassLengthOffset..]));
            return cell == HiveCells.None || length == 0 ? null : HiveText.Utf16(_cells.At(cell, length, "a class name")[..length]);
        }
    }

    /// <summary>The subkeys in the hive's order: by name, upper-cased.</summary>
    /// <exception cref="HiveFormatException">The list or one of the keys is malformed.</exception>
    public IReadOnlyList<RegistryKey> Subkeys => _subkeys ??= ReadSubkeys();

    /// <summary>The values in the hive's order: as they were made.</summary>
    /// <exception cref="HiveFormatException">The list or one of the values is malformed.</exception>
    public IReadOnlyList<RegistryValue> Values => _values ??= ReadValues();

    /// <summary>Offset of the key's cell from the first bin.</summary>
    private uint Cell { get; }

    private ReadOnlySpan<byte> Content => _cells.At(Cell, "nk"u8, NameOffset, "a key (nk)");

    /// <summary>The key at a path below this one, parts separated by <c>\</c>; case does not matter, the empty path is this key.</summary>
    /// <exception cref="HiveFormatException">A key on the way is malformed.</exception>
    public bool TryFind(string path, out RegistryKey key)
    {
        key = this;
        foreach (var part in path.Split('\\', StringSplitOptions.RemoveEmptyEntries))
        {
            if (key.Subkey(part) is not { } next)
            {
                key = null!;
                return false;
            }

            key = next;
        }

        return true;
    }

    /// <inheritdoc cref="TryFind"/>
    /// <returns>The key, or null.</returns>
    public RegistryKey? Find(string path) => TryFind(path, out var key) ? key : null;

    /// <summary>The value of a name; case does not matter, the empty name is the default value.</summary>
    /// <exception cref="HiveFormatException">The values are malformed.</exception>
    public bool TryGetValue(string name, out RegistryValue value)
    {
        value = Values.FirstOrDefault(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase))!;
        return value is not null;
    }

    /// <inheritdoc cref="TryGetValue"/>
    /// <returns>The value, or null.</returns>
    public RegistryValue? Value(string name) => TryGetValue(name, out var value) ? value : null;

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal static RegistryKey ReadRoot(HiveCells cells) => new(cells, cells.Root, 0);

    // Services and classes have thousands of subkeys, and are asked for one name after the other.
    private RegistryKey? Subkey(string name)
    {
        const int Few = 16;
        if (Subkeys.Count <= Few)
        {
            return Subkeys.FirstOrDefault(subkey => string.Equals(subkey.Name, name, StringComparison.OrdinalIgnoreCase));
        }

        if (_byName is null)
        {
            _byName = new(Subkeys.Count, StringComparer.OrdinalIgnoreCase);
            foreach (var subkey in Subkeys)
            {
                _byName.TryAdd(subkey.Name, subkey);
            }
        }

        return _byName.GetValueOrDefault(name);
    }

    private static int Flags(ReadOnlySpan<byte> content) => BinaryPrimitives.ReadUInt16LittleEndian(content[FlagsOffset..]);

    private uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Content[offset..]);

    // A key is only taken as a subkey when it names this key as its parent, the root never is, and a list holds no key twice: so what is reached
    // from the root is a tree, however the offsets are bent, and walking it ends.
    private RegistryKey[] ReadSubkeys()
    {
        var count = UInt32(SubkeyCountOffset);
        if (count == 0)
        {
            return [];
        }

        if (_level >= DeepestLevel)
        {
            throw HiveCells.Error(Cell, $"found a key {_level} levels deep with subkeys, expected at most {DeepestLevel} levels");
        }

        var offsets = SubkeyList.Read(_cells, UInt32(SubkeyListOffset), count);
        var subkeys = new RegistryKey[offsets.Count];
        for (var i = 0; i < subkeys.Length; i++)
        {
            var subkey = new RegistryKey(_cells, offsets[i], _level + 1);
            var parent = subkey.UInt32(ParentOffset);
            if (parent != Cell || subkey.Cell == _cells.Root)
            {
                throw HiveFormatException.At(HiveCells.FileOffset(offsets[i]) + ParentOffset, $"found the subkey '{subkey.Name}' of the parent 0x{parent:x}, expected a key below 0x{Cell:x}, '{Name}', which lists it");
            }

            subkeys[i] = subkey;
        }

        return subkeys;
    }

    private RegistryValue[] ReadValues()
    {
        var count = UInt32(ValueCountOffset);

        // In keys with a predefined handle (Perflib) the field holds that handle.
        if (count == 0 || (Flags(Content) & PredefinedHandleFlag) != 0)
        {
            return [];
        }

        if (count > _cells.Length / sizeof(uint))
        {
            throw HiveFormatException.At(HiveCells.FileOffset(Cell) + ValueCountOffset, $"found {count} values, expected at most {_cells.Length / sizeof(uint)} in a hive of this size");
        }

        var listCell = UInt32(ValueListOffset);
        var list = _cells.At(listCell, (int)count * sizeof(uint), $"a list of {count} values");
        var values = new RegistryValue[count];
        var seen = new HashSet<uint>();
        for (var i = 0; i < values.Length; i++)
        {
            var cell = BinaryPrimitives.ReadUInt32LittleEndian(list[(i * sizeof(uint))..]);
            values[i] = seen.Add(cell)
                ? new RegistryValue(_cells, cell)
                : throw HiveFormatException.At(HiveCells.FileOffset(listCell) + (i * sizeof(uint)), $"found the value at 0x{cell:x} a second time, expected each once");
        }

        return values;
    }
}
