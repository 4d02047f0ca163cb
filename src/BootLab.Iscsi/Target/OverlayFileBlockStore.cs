using Microsoft.Win32.SafeHandles;

namespace BootLab.Iscsi.Target;

/// <summary>
/// A disk whose writes are kept in a sparse file of their own, beside the image that is never touched: opened again it finds its blocks.
/// Data are written before the state that points to them and nothing is held back in the process, so that a block whose write has returned is
/// there when the process is killed, and after <see cref="OverlayBlockStore.Flush"/> also when the power fails.
/// </summary>
public sealed class OverlayFileBlockStore : OverlayBlockStore, IDisposable
{
    private readonly OverlayFile _layout;
    private readonly SafeFileHandle _file;

    private OverlayFileBlockStore(IBlockStore beneath, SafeFileHandle file)
        : base(beneath)
    {
        _layout = new OverlayFile(BlockSize, BlockCount);
        _file = file;
    }

    /// <summary>Opens an overlay, or makes a new one where there is none.</summary>
    /// <param name="beneath">The disk beneath; the same one each time, unchanged.</param>
    /// <param name="path">The overlay file.</param>
    /// <exception cref="OverlayFormatException">The file is no overlay, is damaged, or belongs to another disk.</exception>
    /// <exception cref="IOException">It cannot be opened or made, or another process has it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static OverlayFileBlockStore Open(IBlockStore beneath, string path)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var store = new OverlayFileBlockStore(beneath, file);
            if (RandomAccess.GetLength(file) == 0)
            {
                store.Create();
            }
            else
            {
                store.Load(path);
            }

            return store;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Flush() => RandomAccess.FlushToDisk(_file);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private protected override void ReadWritten(long block, Span<byte> destination) =>
        FileRanges.ReadExactly(_file, destination, _layout.DataOffset + (block * BlockSize));

    private protected override void WriteData(long block, ReadOnlySpan<byte> source) =>
        RandomAccess.Write(_file, source, _layout.DataOffset + (block * BlockSize));

    // The file keeps the room; it is used again when the block is written again.
    private protected override void Free(long block, long count)
    {
    }

    private protected override void SetState(long block, long count, BlockState state)
    {
        if (count == 0 || (States.Run(block, count, out var alike) == state && alike == count))
        {
            return;
        }

        base.SetState(block, count, state);
        for (var end = block + count; block < end;)
        {
            var (page, first) = Math.DivRem(block, BlockStates.PageBlocks);
            var last = Math.Min(end - (page * BlockStates.PageBlocks), BlockStates.PageBlocks) - 1;
            var bytes = States.Page((int)page).AsSpan((int)first / 4, (int)((last / 4) - (first / 4) + 1));
            RandomAccess.Write(_file, bytes, OverlayFile.StatesOffset + (page * BlockStates.PageLength) + (first / 4));
            block += last - first + 1;
        }
    }

    // The header comes last: a file without one was being made.
    private void Create()
    {
        RandomAccess.SetLength(_file, _layout.Length);
        RandomAccess.Write(_file, _layout.WriteHeader(), 0);
        RandomAccess.FlushToDisk(_file);
    }

    private void Load(string path)
    {
        var length = RandomAccess.GetLength(_file);
        var header = new byte[OverlayFile.HeaderLength];
        var read = RandomAccess.Read(_file, header, 0);
        Refuse(path, _layout.Check(header.AsSpan(0, read), length));
        var page = new byte[BlockStates.PageLength];
        for (var number = 0; number < States.PageCount; number++)
        {
            var offset = (long)number * BlockStates.PageLength;
            var bytes = page.AsSpan(0, (int)Math.Min(page.Length, _layout.StatesLength - offset));
            FileRanges.ReadExactly(_file, bytes, OverlayFile.StatesOffset + offset);
            if (bytes.ContainsAnyExcept((byte)0))
            {
                Refuse(path, _layout.CheckStates(bytes, (long)number * BlockStates.PageBlocks));
                States.SetPage(number, page);
                page = new byte[BlockStates.PageLength];
            }
        }
    }

    private static void Refuse(string path, string? fault)
    {
        if (fault is not null)
        {
            throw new OverlayFormatException($"{path}: {fault}");
        }
    }
}
