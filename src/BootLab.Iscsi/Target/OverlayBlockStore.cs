namespace BootLab.Iscsi.Target;

/// <summary>A disk whose changes are kept apart from the disk beneath, which is never touched.</summary>
public abstract class OverlayBlockStore : IBlockStore
{
    private readonly Lock _gate = new();
    private readonly IBlockStore _beneath;

    private protected OverlayBlockStore(IBlockStore beneath)
    {
        ArgumentNullException.ThrowIfNull(beneath);
        _beneath = beneath;
        BlockSize = beneath.BlockSize;
        BlockCount = beneath.BlockCount;
        States = new BlockStates(BlockCount);
    }

    /// <inheritdoc/>
    public int BlockSize { get; }

    /// <inheritdoc/>
    public long BlockCount { get; }

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public bool IsThin => true;

    /// <summary>Number of blocks that were written and not deallocated since.</summary>
    public long WrittenBlocks
    {
        get
        {
            lock (_gate)
            {
                var written = 0L;
                for (var block = 0L; block < BlockCount;)
                {
                    var state = States.Run(block, BlockCount - block, out var count);
                    written += state == BlockState.Written ? count : 0;
                    block += count;
                }

                return written;
            }
        }
    }

    private protected BlockStates States { get; }

    /// <inheritdoc/>
    public void Read(long block, Span<byte> destination)
    {
        lock (_gate)
        {
            while (!destination.IsEmpty)
            {
                var state = States.Run(block, destination.Length / BlockSize, out var count);
                var run = destination[..((int)count * BlockSize)];
                switch (state)
                {
                    case BlockState.Written:
                        ReadWritten(block, run);
                        break;
                    case BlockState.Deallocated:
                        run.Clear();
                        break;
                    default:
                        _beneath.Read(block, run);
                        break;
                }

                block += count;
                destination = destination[run.Length..];
            }
        }
    }

    /// <inheritdoc/>
    public void Write(long block, ReadOnlySpan<byte> source)
    {
        lock (_gate)
        {
            // First the data, then the state that points to them.
            WriteData(block, source);
            SetState(block, source.Length / BlockSize, BlockState.Written);
        }
    }

    /// <inheritdoc/>
    public void Unmap(long block, long count)
    {
        lock (_gate)
        {
            SetState(block, count, BlockState.Deallocated);
            Free(block, count);
        }
    }

    /// <inheritdoc/>
    public bool IsMapped(long block, out long count)
    {
        lock (_gate)
        {
            var state = States.Run(block, BlockCount - block, out count);
            if (state != BlockState.Beneath)
            {
                return state == BlockState.Written;
            }

            var isMapped = _beneath.IsMapped(block, out var alike);
            count = Math.Min(count, alike);
            return isMapped;
        }
    }

    /// <inheritdoc/>
    public abstract void Flush();

    private protected abstract void ReadWritten(long block, Span<byte> destination);

    private protected abstract void WriteData(long block, ReadOnlySpan<byte> source);

    private protected abstract void Free(long block, long count);

    private protected virtual void SetState(long block, long count, BlockState state) => States.Set(block, count, state);
}
