using System.Text;

namespace BootLab.Disk.Making;

/// <summary>The files of a synthetic disk, by paths with <c>/</c>. What is a program on a real disk is a text here that says so.</summary>
public static class WindowsFiles
{
    private static readonly string[] _system = ["Windows/System32/ntoskrnl.exe", "Windows/System32/hal.dll"];

    /// <summary>Files of the Windows volume, in the order of their names.</summary>
    public static IReadOnlyDictionary<string, byte[]> OnWindowsVolume(WindowsDiskSpec spec)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        var programs = _system
            .Concat(spec.Services.Values.Select(service => PathOf(service.Image)).OfType<string>())
            .Concat(spec.Nics.Select(nic => nic.Inf).OfType<string>().Select(inf => $"Windows/INF/{inf}"));
        foreach (var program in programs)
        {
            files[program] = Placeholder(program);
        }

        files["Windows/System32/config/SYSTEM"] = WindowsHives.System(spec).ToBytes();
        files["Windows/System32/config/SOFTWARE"] = WindowsHives.Software(spec).ToBytes();
        if (spec.LoaderPath is { } loader && VolumePath.IsSound(loader))
        {
            files[VolumePath.Normal(loader)] = Placeholder(VolumePath.Normal(loader));
        }

        if (spec is { IsUefi: false, BootEntry: not null })
        {
            files["bootmgr"] = Placeholder("bootmgr");
            files["Boot/BCD"] = BootConfiguration.Make(spec).ToBytes();
        }

        foreach (var (further, text) in spec.Files)
        {
            files[VolumePath.Normal(further)] = Encoding.UTF8.GetBytes(text);
        }

        return Without(files, spec);
    }

    /// <summary>Files of the EFI system partition, in the order of their names.</summary>
    public static IReadOnlyDictionary<string, byte[]> OnEfiSystemPartition(WindowsDiskSpec spec)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        if (spec is { IsUefi: true, BootEntry: not null })
        {
            foreach (var path in new[] { "EFI/Boot/bootx64.efi", "EFI/Microsoft/Boot/bootmgfw.efi" })
            {
                files[path] = Placeholder(path);
            }

            files["EFI/Microsoft/Boot/BCD"] = BootConfiguration.Make(spec).ToBytes();
        }

        return Without(files, spec);
    }

    // Names of folders are written as they were first, so that System32 and system32 are one.
    private static SortedDictionary<string, byte[]> Without(SortedDictionary<string, byte[]> files, WindowsDiskSpec spec)
    {
        foreach (var path in spec.Missing)
        {
            files.Remove(VolumePath.Normal(path));
        }

        var folders = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var result = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (path, content) in files)
        {
            var parts = path.Split('/');
            var folder = parts.SkipLast(1).Aggregate(string.Empty, (above, name) => folders.TryGetValue($"{above}{name}/", out var known) ? known : folders[$"{above}{name}/"] = $"{above}{name}/");
            result.Add(folder + parts[^1], content);
        }

        return result;
    }

    // Of a service's file, which Windows takes from its own folder, or from the root as \SystemRoot; programs with arguments are none.
    private static string? PathOf(string? image)
    {
        const string Root = "\\SystemRoot\\";
        var path = image is null ? string.Empty : image.StartsWith(Root, StringComparison.OrdinalIgnoreCase) ? image[Root.Length..] : image;
        return path.StartsWith("System32\\", StringComparison.OrdinalIgnoreCase) && VolumePath.IsSound(path) ? $"Windows/{VolumePath.Normal(path)}" : null;
    }

    private static byte[] Placeholder(string path) => Encoding.ASCII.GetBytes($"BootLab: {path} of a synthetic disk. This is no program, and no byte of it is Microsoft's.\n");
}
