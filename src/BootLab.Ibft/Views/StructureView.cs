using System.Buffers.Binary;
using BootLab.Ibft.Fields;

namespace BootLab.Ibft.Views;

/// <summary>The six bytes that every structure begins with, and access to fields behind them.</summary>
public readonly ref struct StructureView
{
    private readonly ReadOnlySpan<byte> _table;

    internal StructureView(ReadOnlySpan<byte> table, int offset)
    {
        _table = table;
        Offset = offset;
    }

    /// <summary>Where the structure starts in the table.</summary>
    public int Offset { get; }

    /// <summary>The kind.</summary>
    public StructureId Id => (StructureId)_table[Offset + IbftOffsets.StructureHeader.Id];

    /// <summary>Version, 1.</summary>
    public byte Version => _table[Offset + IbftOffsets.StructureHeader.Version];

    /// <summary>Bytes of the structure as it says itself.</summary>
    public ushort Length => UInt16(IbftOffsets.StructureHeader.Length);

    /// <summary>Index within the kind.</summary>
    public byte Index => _table[Offset + IbftOffsets.StructureHeader.Index];

    /// <summary>See <see cref="IbftFlags"/>.</summary>
    public byte Flags => _table[Offset + IbftOffsets.StructureHeader.Flags];

    /// <summary>The table's bytes from the structure's start to the table's end.</summary>
    public ReadOnlySpan<byte> Rest => _table[Offset..];

    /// <summary>As what it can be read: by its id, and <see cref="TableArea.Other"/> where the table ends before the structure does.</summary>
    public TableArea Area => Id switch
    {
        StructureId.Initiator when Rest.Length >= IbftOffsets.Initiator.Size => TableArea.Initiator,
        StructureId.Nic when Rest.Length >= IbftOffsets.Nic.Size => TableArea.Nic,
        StructureId.Target when Rest.Length >= IbftOffsets.Target.Size => TableArea.Target,
        _ => TableArea.Other,
    };

    internal byte Byte(int field) => _table[Offset + field];

    internal ushort UInt16(int field) => BinaryPrimitives.ReadUInt16LittleEndian(_table[(Offset + field)..]);

    internal IbftAddress Address(int field) => IbftAddress.Read(_table[(Offset + field)..]);

    internal ReadOnlySpan<byte> Bytes(int field, int size) => _table.Slice(Offset + field, size);

    internal StringField String(int field) => new(Offset + field, UInt16(field), UInt16(field + 2));
}
