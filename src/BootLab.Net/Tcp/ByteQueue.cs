namespace BootLab.Net.Tcp;

/// <summary>A queue of bytes in a ring that grows as needed and is given up when the queue runs empty.</summary>
internal sealed class ByteQueue
{
    private const int Smallest = 256;

    private byte[] _ring = [];
    private int _start;

    public int Count { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Grow(Count + bytes.Length);
        var end = (_start + Count) & (_ring.Length - 1);
        var first = Math.Min(bytes.Length, _ring.Length - end);
        bytes[..first].CopyTo(_ring.AsSpan(end));
        bytes[first..].CopyTo(_ring);
        Count += bytes.Length;
    }

    /// <summary>Copies bytes from <paramref name="offset"/> on without taking them out.</summary>
    public void CopyTo(int offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + destination.Length, Count, nameof(destination));
        if (destination.IsEmpty)
        {
            return;
        }

        var begin = (_start + offset) & (_ring.Length - 1);
        var first = Math.Min(destination.Length, _ring.Length - begin);
        _ring.AsSpan(begin, first).CopyTo(destination);
        _ring.AsSpan(0, destination.Length - first).CopyTo(destination[first..]);
    }

    /// <summary>Takes bytes out of the front.</summary>
    public void Discard(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        Count -= count;
        if (Count == 0)
        {
            // Ten thousand idle connections must not hold what each needed at its busiest.
            _start = 0;
            _ring = _ring.Length > Smallest ? [] : _ring;
        }
        else
        {
            _start = (_start + count) & (_ring.Length - 1);
        }
    }

    private void Grow(int needed)
    {
        if (needed <= _ring.Length)
        {
            return;
        }

        var larger = new byte[Math.Max(Smallest, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)needed))];
        CopyTo(0, larger.AsSpan(0, Count));
        _ring = larger;
        _start = 0;
    }
}
