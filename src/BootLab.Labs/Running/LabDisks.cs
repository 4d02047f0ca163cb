using BootLab.Iscsi.Target;
using BootLab.Machine;

namespace BootLab.Labs.Running;

/// <summary>The disks behind a lab's logical units. Images are read once; each boot gets them fresh, with an overlay of its own for what it writes.</summary>
public sealed class LabDisks : IDisposable
{
    private readonly Dictionary<string, IBlockStore> _images = [];

    /// <summary>The store of a logical unit.</summary>
    /// <exception cref="IOException">The image cannot be read.</exception>
    /// <exception cref="Disk.Images.MissingProgramException">It takes a program to read it that is not installed.</exception>
    public IBlockStore Open(LunSpec lun)
    {
        ArgumentNullException.ThrowIfNull(lun);
        var beneath = lun.Image is { } path ? Image(path, lun.BlockSize) : new BlankDisk(lun.Blank!, lun.BlockSize);
        return lun.ReadOnly ? beneath : new CopyOnWriteBlockStore(beneath);
    }

    /// <summary>Closes the images.</summary>
    public void Dispose()
    {
        foreach (var image in _images.Values.OfType<IDisposable>())
        {
            image.Dispose();
        }
    }

    private IBlockStore Image(string path, int blockSize)
    {
        var key = $"{blockSize}:{path}";
        if (!_images.TryGetValue(key, out var store))
        {
            store = ImageBlockStore.Open(path, blockSize);
            _images.Add(key, store);
        }

        return store;
    }

    /// <summary>A disk of zeros with, at most, a boot sector.</summary>
    private sealed class BlankDisk(BlankDiskSpec spec, int blockSize) : IBlockStore
    {
        private readonly byte[] _first = FirstBlock(spec, blockSize);

        public int BlockSize => blockSize;

        public long BlockCount => spec.SizeBytes / blockSize;

        public bool IsReadOnly => true;

        public void Read(long block, Span<byte> destination)
        {
            destination.Clear();
            if (block == 0)
            {
                _first.AsSpan(0, Math.Min(_first.Length, destination.Length)).CopyTo(destination);
            }
        }

        public void Write(long block, ReadOnlySpan<byte> source) => throw new IOException("the disk is read-only");

        public void Flush()
        {
        }

        private static byte[] FirstBlock(BlankDiskSpec spec, int blockSize)
        {
            var block = new byte[blockSize];
            if (spec.BootCode.Length > 0)
            {
                spec.BootCode.Span.CopyTo(block);
                (block[510], block[511]) = (0x55, 0xaa);
            }

            return block;
        }
    }
}
