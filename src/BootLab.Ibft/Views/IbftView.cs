using System.Buffers.Binary;
using System.Text;
using Field = BootLab.Ibft.IbftOffsets.Header;

namespace BootLab.Ibft.Views;

/// <summary>
/// A table seen in place, without allocation. After <see cref="TryOpen"/> no accessor fails: whatever the bytes say, structures and strings are handed out only where they lie
/// inside the table. The view judges nothing; it shows what is there.
/// </summary>
public readonly ref struct IbftView
{
    private IbftView(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    /// <summary>
    /// Opens a view over bytes that begin with a table. It covers the bytes that the header's length names; all of them, up to 65,535, when there are fewer or the length is absurd.
    /// False when there are fewer than 66 bytes, the size of a header and a control structure.
    /// </summary>
    public static bool TryOpen(ReadOnlySpan<byte> bytes, out IbftView view)
    {
        view = default;
        if (bytes.Length < IbftOffsets.MinimumTableSize)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[Field.Length..]);
        var size = length is >= IbftOffsets.MinimumTableSize and <= IbftOffsets.MaximumTableSize ? (int)length : IbftOffsets.MaximumTableSize;
        view = new IbftView(bytes[..Math.Min(size, bytes.Length)]);
        return true;
    }

    /// <summary>The bytes of the table.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Four bytes: <c>iBFT</c>; <c>IBFT</c> and <c>BIFT</c> occur.</summary>
    public ReadOnlySpan<byte> Signature => Bytes.Slice(Field.Signature, 4);

    /// <summary>Length of the table as the header says.</summary>
    public uint Length => BinaryPrimitives.ReadUInt32LittleEndian(Bytes[Field.Length..]);

    /// <summary>Revision, 1.</summary>
    public byte Revision => Bytes[Field.Revision];

    /// <summary>The checksum byte.</summary>
    public byte Checksum => Bytes[Field.Checksum];

    /// <summary>Whether all bytes sum to 0.</summary>
    public bool ChecksumIsRight => IbftChecksum.Sum(Bytes) == 0;

    /// <summary>The six bytes of the OEM id.</summary>
    public ReadOnlySpan<byte> OemId => Bytes.Slice(Field.OemId, Field.OemIdSize);

    /// <summary>The eight bytes of the OEM table id.</summary>
    public ReadOnlySpan<byte> OemTableId => Bytes.Slice(Field.OemTableId, Field.OemTableIdSize);

    /// <summary>The 24 reserved bytes.</summary>
    public ReadOnlySpan<byte> Reserved => Bytes.Slice(Field.Reserved, Field.ReservedSize);

    /// <summary>The control structure at byte 48, whatever its id says.</summary>
    public ControlView Control => new(new StructureView(Bytes, IbftOffsets.Control.Position), Bytes.Length);

    /// <summary>Every structure but control, in the order of control's fields.</summary>
    public StructureSequence Structures => new(this);

    /// <summary>The structure header at an offset. False when its six bytes are not all inside the table.</summary>
    public bool TryGetStructure(int offset, out StructureView structure) => TryGet(offset, IbftOffsets.StructureHeader.Size, out structure);

    /// <summary>The bytes at an offset as an initiator structure, whatever its id says. False when it is not all inside the table.</summary>
    public bool TryGetInitiator(int offset, out InitiatorView initiator)
    {
        var inside = TryGet(offset, IbftOffsets.Initiator.Size, out var structure);
        initiator = new InitiatorView(structure);
        return inside;
    }

    /// <summary>The bytes at an offset as a NIC structure, whatever its id says. False when it is not all inside the table.</summary>
    public bool TryGetNic(int offset, out NicView nic)
    {
        var inside = TryGet(offset, IbftOffsets.Nic.Size, out var structure);
        nic = new NicView(structure);
        return inside;
    }

    /// <summary>The bytes at an offset as a target structure, whatever its id says. False when it is not all inside the table.</summary>
    public bool TryGetTarget(int offset, out TargetView target)
    {
        var inside = TryGet(offset, IbftOffsets.Target.Size, out var structure);
        target = new TargetView(structure);
        return inside;
    }

    /// <summary>The bytes of a string; empty when absent. False when it is not all inside the table: then as much of it as is.</summary>
    public bool TryGetString(StringField field, out ReadOnlySpan<byte> value)
    {
        var start = Math.Min(field.Offset, Bytes.Length);
        var end = Math.Min(field.End, Bytes.Length);
        value = Bytes[start..end];
        return value.Length == field.Length;
    }

    /// <summary>The bytes of a string that lie inside the table.</summary>
    public ReadOnlySpan<byte> Value(StringField field)
    {
        TryGetString(field, out var value);
        return value;
    }

    /// <summary>The text of a string, for messages (allocates).</summary>
    public string Text(StringField field) => Encoding.UTF8.GetString(Value(field));

    internal StringField StringAt(int descriptor) => new StructureView(Bytes, descriptor).String(0);

    private bool TryGet(int offset, int size, out StructureView structure)
    {
        var inside = offset >= 0 && offset <= Bytes.Length - size;
        structure = inside ? new StructureView(Bytes, offset) : default;
        return inside;
    }
}
