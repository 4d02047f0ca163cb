using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target;

/// <summary>A write whose data are on their way from the initiator. It holds one piece of them, which goes to the disk when it is full.</summary>
internal sealed class DataOutTask
{
    private const int PieceLength = 65536;

    private readonly IBlockStore _store;
    private byte[] _piece = [];
    private long _block;
    private int _held;

    public DataOutTask(uint tag, ScsiLun lun, uint expectedLength, long length, IBlockStore store, long block)
    {
        Tag = tag;
        Lun = lun;
        ExpectedLength = expectedLength;
        Length = length;
        ToTake = Math.Min(expectedLength, length);
        _store = store;
        _block = block;
    }

    public uint Tag { get; }

    public ScsiLun Lun { get; }

    /// <summary>Bytes that the initiator wants to send.</summary>
    public uint ExpectedLength { get; }

    /// <summary>Bytes that the command takes.</summary>
    public long Length { get; }

    /// <summary>Bytes that are asked for.</summary>
    public long ToTake { get; }

    /// <summary>Bytes that came.</summary>
    public long Taken { get; private set; }

    /// <summary>End of the burst asked for last.</summary>
    public long BurstEnd { get; set; }

    /// <summary>Transfer tag of the R2T under way; null while none is.</summary>
    public uint? TransferTag { get; set; }

    public uint R2TSN { get; set; }

    /// <summary>The number that the next Data-Out of the burst must have.</summary>
    public uint ExpDataSN { get; set; }

    /// <summary>Takes the next bytes; what fills a piece goes to the disk.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Take(ReadOnlySpan<byte> data)
    {
        // Memory is taken when the initiator begins to send, not when it announces a write.
        if (_piece.Length == 0 && !data.IsEmpty)
        {
            _piece = new byte[Math.Min(PieceLength, ToTake)];
        }

        while (!data.IsEmpty)
        {
            var count = Math.Min(data.Length, _piece.Length - _held);
            data[..count].CopyTo(_piece.AsSpan(_held));
            _held += count;
            Taken += count;
            data = data[count..];
            if (_held == _piece.Length || Taken == ToTake)
            {
                WritePiece();
            }
        }
    }

    // A last piece may end within a block when the initiator sends less than the command takes; that block stays as it was.
    private void WritePiece()
    {
        var whole = _held - (_held % _store.BlockSize);
        _store.Write(_block, _piece.AsSpan(0, whole));
        _block += whole / _store.BlockSize;
        _held = 0;
    }
}
