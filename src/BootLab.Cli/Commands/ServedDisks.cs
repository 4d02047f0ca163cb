using BootLab.Disk.Images;
using BootLab.Iscsi.Target;
using BootLab.Labs.Running;

namespace BootLab.Cli.Commands;

/// <summary>The images of <c>bootlab target serve</c> as disks, and where writes go.</summary>
internal sealed class ServedDisks : IDisposable
{
    private readonly List<IDisposable> _open = [];
    private readonly List<string> _described = [];
    private readonly Dictionary<ushort, IBlockStore> _luns = [];

    public IReadOnlyDictionary<ushort, IBlockStore> Luns => _luns;

    /// <summary>One line a disk.</summary>
    public IReadOnlyList<string> Described => _described;

    public static ServedDisks Open(string[] images, bool isReadOnly, bool writesInto, string? overlay)
    {
        if ((isReadOnly ? 1 : 0) + (writesInto ? 1 : 0) + (overlay is null ? 0 : 1) > 1)
        {
            throw CommandFailure.Usage("--read-only, --write, --overlay: expected one of them at most");
        }

        if (overlay is not null && images.Length > 1)
        {
            throw CommandFailure.Usage($"--overlay: found {images.Length} images, expected one; serve the others with a target of their own");
        }

        var disks = new ServedDisks();
        try
        {
            foreach (var image in images)
            {
                disks.Add(image, isReadOnly, writesInto, overlay);
            }

            return disks;
        }
        catch
        {
            disks.Dispose();
            throw;
        }
    }

    /// <summary>Makes everything written safe.</summary>
    public void Flush()
    {
        foreach (var store in _luns.Values)
        {
            store.Flush();
        }
    }

    public void Dispose()
    {
        // An overlay before what is beneath it.
        _open.Reverse();
        _open.ForEach(store => store.Dispose());
        _open.Clear();
    }

    private void Add(string image, bool isReadOnly, bool writesInto, string? overlay)
    {
        var beneath = Beneath(image, writesInto);
        if (beneath.BlockCount == 0)
        {
            throw CommandFailure.Fatal($"{image}: found no whole block of {beneath.BlockSize} bytes, expected an image of a disk");
        }

        var number = (ushort)_luns.Count;
        var store = isReadOnly || writesInto ? beneath : overlay is not null ? Keep(OverlayFileBlockStore.Open(beneath, overlay)) : new CopyOnWriteBlockStore(beneath);
        _luns.Add(number, store);
        var writes = isReadOnly ? "read-only" : writesInto ? "writes go into the image" : overlay is not null ? $"writes are kept in {overlay}" : "writes are thrown away";
        _described.Add($"LUN {number}: {image}, {store.BlockCount} blocks of {store.BlockSize} bytes, {writes}");
    }

    private IBlockStore Beneath(string image, bool writesInto)
    {
        if (!writesInto)
        {
            return Keep(ImageBlockStore.Open(image));
        }

        return ImageFormats.Of(image) is var format and not ImageFormat.Raw
            ? throw CommandFailure.Usage($"--write: {image} is a {ImageFormats.Name(format)} image, expected a raw one; convert it, or keep writes apart with --overlay")
            : Keep(FileBlockStore.Open(image));
    }

    private T Keep<T>(T store)
        where T : IBlockStore
    {
        _open.Add((IDisposable)store);
        return store;
    }
}
