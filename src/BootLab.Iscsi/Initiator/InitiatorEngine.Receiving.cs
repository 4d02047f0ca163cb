using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

// Where received bytes go: long data segments of reads straight to where the caller wants them.
public sealed partial class InitiatorEngine
{
    // Shorter pieces are copied: a system call of their own costs more.
    private const int LeastInPlace = 4 * 1024;

    // While long answers are on their way the next header is fetched nearly alone, so that the data behind it need no copy.
    private const int LongRead = 32 * 1024;
    private const int HeaderRoom = 256;

    private int _longReads;
    private ScsiTask? _receivingFor;
    private ScsiTask? _lent;

    /// <summary>
    /// Room for bytes from the target; say with <see cref="Received"/> how many were put there. It may be part of the buffer of a command, which does not end before
    /// <see cref="Received"/> or <see cref="ConnectionClosed"/> was called, whatever happens.
    /// </summary>
    public Memory<byte> GetReceiveMemory()
    {
        if (_receivingFor is null && IsLoggedIn)
        {
            ReceiveInPlace();
        }

        var memory = _reader.GetMemory();
        if (_reader.IsDelivering)
        {
            _lent = _receivingFor;
            return memory;
        }

        return _longReads > 0 ? memory[..Math.Min(memory.Length, HeaderRoom)] : memory;
    }

    private void ReceiveInPlace()
    {
        if (!_reader.TryPeek(out var header, out var missing) || missing < LeastInPlace || header.Opcode != Opcode.DataIn)
        {
            return;
        }

        var (offset, length) = (header.Word(40), header.DataSegmentLength);
        if (_outstanding.TryGetValue(header.InitiatorTaskTag, out var task) && offset <= task.DataIn.Length && length <= task.DataIn.Length - offset)
        {
            _receivingFor = task;
            _reader.DeliverDataTo(task.DataIn.Slice((int)offset, length));
        }
    }

    private void EndLoan()
    {
        _lent = null;
        if (_heldBack is { } task)
        {
            _heldBack = null;
            task.Fail(task.AbortCause ?? Failure!);
        }
    }
}
