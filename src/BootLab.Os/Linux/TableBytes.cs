using System.Buffers.Binary;
using BootLab.Firmware;
using BootLab.Ibft;

namespace BootLab.Os.Linux;

/// <summary>The table's bytes as a reader without bounds sees them: what lies behind the table is read, too, and remembered to have been.</summary>
internal sealed class TableBytes
{
    private readonly PhysicalMemory _memory;
    private readonly ulong _address;
    private readonly byte[] _bytes;
    private bool _hasReadBeyond;

    public TableBytes(PhysicalMemory memory, ulong address)
    {
        _memory = memory;
        _address = address;
        Length = BinaryPrimitives.ReadUInt32LittleEndian(memory.Read(address + IbftOffsets.Header.Length, sizeof(uint)));
        _bytes = memory.Read(address, (int)Math.Min(Length, memory.Size - address));
    }

    /// <summary>The length that the header gives.</summary>
    public uint Length { get; }

    /// <summary>The sum of all bytes that the header's length covers.</summary>
    public byte Sum()
    {
        _hasReadBeyond |= Length > _bytes.Length;
        return IbftChecksum.Sum(_bytes);
    }

    public byte Byte(int offset)
    {
        if (offset < _bytes.Length)
        {
            return _bytes[offset];
        }

        _hasReadBeyond = true;
        return _address + (uint)offset < _memory.Size ? _memory.ReadByte(_address + (uint)offset) : (byte)0;
    }

    public ushort UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(offset, sizeof(ushort)));

    /// <summary>So many bytes.</summary>
    public byte[] Bytes(int offset, int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = Byte(offset + i);
        }

        return bytes;
    }

    /// <summary>As the kernel's %.*s: up to the first zero byte, which is read, or so many bytes.</summary>
    public string Text(int offset, int limit)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < limit && Byte(offset + i) is var value and not 0; i++)
        {
            text.Append((char)value);
        }

        return text.ToString();
    }

    /// <summary>Whether anything behind the table was read since this was asked last.</summary>
    public bool TakeReadBeyond()
    {
        var hasReadBeyond = _hasReadBeyond;
        _hasReadBeyond = false;
        return hasReadBeyond;
    }
}
