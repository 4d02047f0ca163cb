using System.Buffers.Binary;
using BootLab.Ibft.Fields;
using BootLab.Ibft.Views;

namespace BootLab.Ibft.Generation;

/// <summary>Changes a table as broken producers and hostile hands would.</summary>
internal sealed class TableMutator
{
    private const int Control = IbftOffsets.Control.Position;

    // Numbers at which lengths and offsets change their meaning.
    private static readonly ushort[] s_numbers = [0, 1, 6, 17, 18, 19, 22, 47, 48, 49, 54, 66, 74, 102, 255, 256, 0x7fff, 0x8000, 0xfff8, 0xfffe, 0xffff];

    private readonly Random _random;
    private readonly List<string> _words = [];
    private readonly List<(TableArea Area, int Offset)> _structures = [];
    private readonly (int Weight, Action Change)[] _changes;
    private readonly int _weights;

    public TableMutator(Random random, byte[] table)
    {
        _random = random;
        Bytes = [.. table];
        if (IbftView.TryOpen(table, out var view))
        {
            foreach (var structure in view.Structures)
            {
                _structures.Add((structure.Area, structure.Offset));
            }
        }

        _changes =
        [
            (16, AnyField),
            (6, StructureLength), (5, UnknownId), (5, IgnoredId), (3, OtherKind), (7, SameFolder), (4, Version),
            (8, Slot), (5, SlotOutOfTable), (3, SlotRepeated),
            (4, ControlId), (4, ControlIndex), (6, ControlLength),
            (4, Revision), (5, Checksum), (3, Length), (3, Signature), (2, LengthBeyondSearch),
            (10, Descriptor), (4, TextBytes), (4, OemIds), (6, SomeBytes), (3, CutOff),
        ];
        _weights = _changes.Sum(change => change.Weight);
    }

    /// <summary>The table with all changes so far.</summary>
    public byte[] Bytes { get; private set; }

    /// <summary>The changes in words.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>Whether the checksum must stay wrong for a change to have a meaning.</summary>
    public bool BreaksChecksum { get; private set; }

    /// <summary>Makes one change.</summary>
    public void Change()
    {
        var choice = _random.Next(_weights);
        foreach (var (weight, change) in _changes)
        {
            if ((choice -= weight) < 0)
            {
                change();
                return;
            }
        }
    }

    private void AnyField()
    {
        var (area, offset) = _random.Next(4) == 0 ? (_random.Next(2) == 0 ? (TableArea.Header, 0) : (TableArea.Control, Control)) : Structure();
        var fields = IbftFields.Of(area);
        var field = fields[_random.Next(fields.Length)];
        if (area == TableArea.Header && field.Offset == IbftOffsets.Header.Length)
        {
            Length(); // any number there would only take the table out of the search's reach
            return;
        }

        var value = new byte[field.Size];
        switch (_random.Next(4))
        {
            case 0:
                break;
            case 1:
                value.AsSpan().Fill(0xff);
                break;
            case 2 when field.Size == 2:
                BinaryPrimitives.WriteUInt16LittleEndian(value, s_numbers[_random.Next(s_numbers.Length)]);
                break;
            default:
                _random.NextBytes(value);
                break;
        }

        Write(offset + field.Offset, value, $"{area.ToString().ToLowerInvariant()} at 0x{offset:x}: {field.Name}");
    }

    private void StructureLength()
    {
        var (_, offset) = Structure();
        var at = offset + IbftOffsets.StructureHeader.Length;
        Write16(at, (ushort)(UInt16(at) + (_random.Next(2) == 0 ? _random.Next(1, 9) : -_random.Next(1, 9))), "a structure's length");
    }

    private void UnknownId() => Write(Structure().Offset, [(byte)_random.Next(6, 256)], "an id that nobody knows");

    private void IgnoredId() => Write(Structure().Offset, [new byte[] { 0, 1, 5 }[_random.Next(3)]], "an id of no NIC, target or initiator");

    /// <summary>A structure becomes one of another kind, of the right length or not.</summary>
    private void OtherKind()
    {
        var offset = Structure().Offset;
        var id = (byte)_random.Next(2, 5);
        Write(offset, [id], "another kind");
        if (_random.Next(2) == 0)
        {
            Write16(offset + IbftOffsets.StructureHeader.Length, (ushort)IbftOffsets.SizeOf((StructureId)id), "with that kind's length");
        }
    }

    /// <summary>Two structures of one kind and one index.</summary>
    private void SameFolder()
    {
        foreach (var (area, offset) in _structures)
        {
            var first = _structures.Find(structure => structure.Area == area).Offset;
            if (offset != first)
            {
                Write(offset + IbftOffsets.StructureHeader.Index, [Byte(first + IbftOffsets.StructureHeader.Index)], "an index twice");
                return;
            }
        }

        SlotRepeated();
    }

    private void Version() => Write(Structure().Offset + IbftOffsets.StructureHeader.Version, [(byte)_random.Next(256)], "a version");

    private void Slot() => Write16(AnySlot(), (ushort)_random.Next(Bytes.Length), "a control field somewhere into the table");

    private void SlotOutOfTable() => Write16(AnySlot(), (ushort)Math.Min(ushort.MaxValue, Bytes.Length - 50 + (_random.Next(3) == 0 ? _random.Next(ushort.MaxValue) : _random.Next(60))), "a control field at the table's end");

    private void SlotRepeated() => Write16(AnySlot(), UInt16(AnySlot()), "a control field like another one");

    private void ControlId() => Write(Control, [(byte)_random.Next(2, 256)], "control's id");

    private void ControlIndex() => Write(Control + IbftOffsets.StructureHeader.Index, [(byte)_random.Next(1, 256)], "control's index");

    private void ControlLength()
    {
        var length = _random.Next(4) switch
        {
            0 => _random.Next(18),
            1 => s_numbers[_random.Next(s_numbers.Length)],
            _ => UInt16(Control + IbftOffsets.StructureHeader.Length) + _random.Next(-4, 12),
        };
        Write16(Control + IbftOffsets.StructureHeader.Length, (ushort)length, "control's length");
    }

    private void Revision() => Write(IbftOffsets.Header.Revision, [(byte)(_random.Next(2) == 0 ? _random.Next(2) * 2 : _random.Next(256))], "revision");

    private void Checksum()
    {
        BreaksChecksum = true;
        Write(IbftOffsets.Header.Checksum, [(byte)(Byte(IbftOffsets.Header.Checksum) + _random.Next(1, 256))], "checksum");
    }

    private void Length()
    {
        var length = _random.Next(3) == 0 ? _random.Next(0x80) : Math.Max(0, Bytes.Length + _random.Next(-60, 10));
        Write32((uint)length, $"a length of {length}");
    }

    private void Signature()
    {
        byte[][] signatures = ["IBFT"u8.ToArray(), "BIFT"u8.ToArray(), "iBFt"u8.ToArray(), [0, 0, 0, 0]];
        Write(IbftOffsets.Header.Signature, signatures[_random.Next(signatures.Length)], "signature");
    }

    private void LengthBeyondSearch() => Write32((uint)_random.NextInt64(0x80000, uint.MaxValue), "a length beyond 1 MiB");

    /// <summary>A string's length or offset.</summary>
    private void Descriptor()
    {
        var (area, offset) = Structure();
        var fields = IbftFields.Of(area).Where(field => field.Kind == FieldKind.String).ToArray();
        if (fields.Length == 0)
        {
            return;
        }

        var field = fields[_random.Next(fields.Length)];
        var at = offset + field.Offset;
        if (_random.Next(2) == 0)
        {
            Write16(at, _random.Next(4) == 0 ? s_numbers[_random.Next(s_numbers.Length)] : (ushort)_random.Next(80), $"the length of a {field.Name}");
        }
        else
        {
            Write16(at + 2, _random.Next(4) == 0 ? s_numbers[_random.Next(s_numbers.Length)] : (ushort)_random.Next(Bytes.Length), $"the offset of a {field.Name}");
        }
    }

    /// <summary>NULs, ends of lines and the like among the strings.</summary>
    private void TextBytes()
    {
        byte[] odd = [0, (byte)'\n', (byte)'\r', 0x1b, 0x7f, 0xff, (byte)'%', (byte)'<'];
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            Write(_random.Next(Bytes.Length / 2, Bytes.Length), [odd[_random.Next(odd.Length)]], "a byte of the second half");
        }
    }

    private void OemIds()
    {
        var ids = new byte[IbftOffsets.Header.OemIdSize + IbftOffsets.Header.OemTableIdSize];
        _random.NextBytes(ids);
        if (_random.Next(2) == 0)
        {
            ids[_random.Next(ids.Length)] = (byte)'\n';
        }

        Write(IbftOffsets.Header.OemId, ids, "OEM ids");
    }

    private void SomeBytes()
    {
        for (var i = _random.Next(1, 8); i > 0; i--)
        {
            Write(_random.Next(IbftOffsets.Header.Revision, Bytes.Length), [(byte)_random.Next(256)], "a byte");
        }
    }

    /// <summary>The end is missing; the header says nothing of it, or says so.</summary>
    private void CutOff()
    {
        var size = Bytes.Length - _random.Next(1, Bytes.Length / 2);
        Bytes = Bytes[..size];
        _words.Add($"cut off at {size} bytes");
        if (_random.Next(2) == 0)
        {
            Write32((uint)size, "with that length");
        }
    }

    /// <summary>A structure's place; control's own when there is no other.</summary>
    private (TableArea Area, int Offset) Structure() => _structures.Count == 0 ? (TableArea.Control, Control) : _structures[_random.Next(_structures.Count)];

    private int AnySlot()
    {
        var length = Math.Clamp((int)UInt16(Control + IbftOffsets.StructureHeader.Length), IbftOffsets.Control.Size, 64);
        return Control + IbftOffsets.Control.Initiator + (2 * _random.Next((length - IbftOffsets.Control.Initiator) / 2));
    }

    private byte Byte(int offset) => offset < Bytes.Length ? Bytes[offset] : (byte)0;

    private ushort UInt16(int offset) => (ushort)(Byte(offset) | (Byte(offset + 1) << 8));

    private void Write16(int offset, ushort value, string words) => Write(offset, [(byte)value, (byte)(value >> 8)], words);

    private void Write32(uint value, string words)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Write(IbftOffsets.Header.Length, bytes, words);
    }

    /// <summary>Writes what falls into the table: an earlier change may have shortened it.</summary>
    private void Write(int offset, ReadOnlySpan<byte> value, string words)
    {
        if (offset <= Bytes.Length - value.Length)
        {
            value.CopyTo(Bytes.AsSpan(offset));
            _words.Add(value.Length <= 4 ? $"{words} (0x{offset:x}: {Convert.ToHexStringLower(value)})" : $"{words} (0x{offset:x})");
        }
    }
}
