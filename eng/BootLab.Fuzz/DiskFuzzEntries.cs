using BootLab.Disk;
using BootLab.Disk.Fat;
using BootLab.Disk.Images;
using BootLab.Disk.Ntfs;
using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Bcd;
using BootLab.Disk.Windows;

namespace BootLab.Fuzz;

/// <summary>What is done with hostile disks. An entry returns when the bytes were read or refused as they should be, and throws whatever went wrong.</summary>
public static class DiskFuzzEntries
{
    // Enough to reach everything, and an end to directories that go on for ever.
    private const int MostFiles = 200;
    private const int MostKeys = 2000;

    /// <summary>The entries by name. Those of volumes and disks take a <see cref="SectorDisk"/>.</summary>
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>
    {
        ["ntfs"] = bytes => Refusing<NtfsFormatException>(() => WalkNtfs(NtfsVolume.Open(Disk(bytes)))),
        ["fat"] = bytes => Refusing<FatFormatException>(() => WalkFat(FatVolume.Open(Disk(bytes)))),
        ["windows"] = Windows,
        ["hive"] = bytes => Refusing<HiveFormatException>(() => WalkHive(RegistryHive.Open(bytes))),
        ["bcd"] = bytes => Refusing<HiveFormatException>(() => WalkStore(BcdStore.Open(RegistryHive.Open(bytes)))),
        ["image"] = Image,
    };

    private static MemoryStream Disk(byte[] input) => new(SectorDisk.Unpack(input), writable: false);

    private static void Refusing<T>(Action read)
        where T : Exception
    {
        try
        {
            read();
        }
        catch (T)
        {
            // Refused with a place, as it should be.
        }
    }

    private static void WalkNtfs(NtfsVolume volume)
    {
        var left = MostFiles;
        foreach (var file in volume.Enumerate(volume.Root).Select(entry => volume.Read(entry.File)).SelectMany(file => file.IsDirectory ? volume.Enumerate(file).Select(entry => volume.Read(entry.File)) : [file]))
        {
            foreach (var stream in file.Streams.Where(stream => stream.Unreadable is null).DistinctBy(stream => stream.Name))
            {
                using var content = volume.OpenRead(file, stream.Name);
                ReadEnds(content);
            }

            if (--left == 0)
            {
                return;
            }
        }
    }

    private static void WalkFat(FatVolume volume)
    {
        foreach (var file in volume.Enumerate(volume.Root).SelectMany(file => file.IsDirectory ? volume.Enumerate(file) : [file]).Where(file => !file.IsDirectory).Take(MostFiles))
        {
            using var content = volume.OpenRead(file);
            ReadEnds(content);
        }
    }

    private static void ReadEnds(Stream content)
    {
        var buffer = new byte[1024];
        content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        content.Position = Math.Max(0, content.Length - buffer.Length);
        content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
    }

    // No exception at all: what is malformed is told in the image. Only keys that are asked for afterwards may be.
    private static void Windows(byte[] bytes)
    {
        using var disk = Disk(bytes);
        foreach (var way in Enum.GetValues<BootWay>())
        {
            var image = WindowsImage.Read(disk, way);
            image.HasFile("\\Windows\\System32\\drivers\\ndis.sys");
            Refusing<HiveFormatException>(() => _ = image.Facts?.Settings.All.Count(setting => setting.Value is null));
        }
    }

    private static void WalkHive(RegistryHive hive)
    {
        var next = new Queue<RegistryKey>([hive.Root]);
        for (var left = MostKeys; left > 0 && next.TryDequeue(out var key); left--)
        {
            _ = (key.ClassName, key.LastWritten, key.IsLink, key.Values.Sum(value => value.Bytes.Length + (value.AsString?.Length ?? 0) + value.AsStrings.Count));
            foreach (var subkey in key.Subkeys)
            {
                next.Enqueue(subkey);
            }
        }
    }

    private static void WalkStore(BcdStore store)
    {
        _ = (store.Menu.Count, store.Default?.Elements.Count);
        foreach (var known in store.Objects)
        {
            foreach (var element in known.Elements)
            {
                _ = (element.NameIn(known.Type), element.AsString, element.AsObjects, element.AsInteger, element.AsIntegers, element.AsBoolean, element.AsDevice?.ToString());
            }

            store.Inherited(known, BcdElementTypes.BootStatusPolicy);
        }
    }

    // The header of any format, and the footer of a fixed VHD.
    private static void Image(byte[] bytes)
    {
        var start = bytes.AsSpan(0, Math.Min(bytes.Length, ImageFormats.StartLength));
        var end = bytes.AsSpan(Math.Max(0, bytes.Length - VhdFooter.Size));
        var format = ImageFormats.Recognise(start, end);
        ImageReferences.Check(format, start);
        VhdFooter.TryRead(start, out _, out _);
        try
        {
            if (format == ImageFormat.FixedVhd && VhdFooter.ReadFixed(end, bytes.Length) > bytes.Length)
            {
                throw new InvalidDataException("a disk is longer than the file that it is in");
            }
        }
        catch (DiskFormatException)
        {
            // Refused with a place, as it should be.
        }
    }
}
