using System.IO.MemoryMappedFiles;

namespace BootLab.Firmware.Scanning;

/// <summary>A file of any size seen as memory, without copying it.</summary>
internal sealed unsafe class MappedFile : IReadableMemory, IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;

    public MappedFile(string path)
    {
        Length = new FileInfo(path).Length;

        // An empty file cannot be mapped.
        if (Length == 0)
        {
            return;
        }

        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public long Length { get; }

    public ulong Size => (ulong)Length;

    public ReadOnlySpan<byte> Slice(long offset, int size) => offset >= 0 && size >= 0 && offset <= Length - size
        ? new ReadOnlySpan<byte>(_start + offset, size)
        : throw new ArgumentOutOfRangeException(nameof(offset));

    public void Read(ulong address, Span<byte> destination) => Slice((long)Math.Min(address, long.MaxValue), destination.Length).CopyTo(destination);

    public void Dispose()
    {
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _file?.Dispose();
    }
}
