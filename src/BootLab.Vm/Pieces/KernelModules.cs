using System.Text;

namespace BootLab.Vm.Pieces;

/// <summary>The modules of an unpacked kernel package, and in which order they load.</summary>
internal sealed class KernelModules
{
    private readonly Dictionary<string, string> _files;
    private readonly HashSet<string> _builtIn;

    /// <param name="folder">The folder of one kernel version below lib/modules.</param>
    public KernelModules(string folder)
    {
        _files = Directory.EnumerateFiles(folder, "*.ko*", SearchOption.AllDirectories).ToDictionary(NameOf);
        _builtIn = [.. File.ReadLines(Path.Combine(folder, "modules.builtin")).Select(NameOf)];
    }

    /// <summary>Modules with all they depend on, as files that can be inserted in this order; built-in ones are left out.</summary>
    /// <exception cref="VmException">The kernel has no such module.</exception>
    public async Task<IReadOnlyList<KernelModule>> InLoadOrderAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        var ordered = new List<KernelModule>();
        var seen = new HashSet<string>();
        foreach (var name in names)
        {
            await AddAsync(name, ordered, seen, cancellation);
        }

        return ordered;
    }

    private async Task AddAsync(string name, List<KernelModule> ordered, HashSet<string> seen, CancellationToken cancellation)
    {
        if (!seen.Add(name) || _builtIn.Contains(name))
        {
            return;
        }

        if (!_files.TryGetValue(name, out var path))
        {
            throw new VmException($"this kernel has no module {name}");
        }

        var content = await UnpackAsync(path, cancellation);
        foreach (var dependency in Dependencies(content))
        {
            await AddAsync(dependency, ordered, seen, cancellation);
        }

        ordered.Add(new KernelModule(name, content));
    }

    /// <summary>What the string "depends=" of section .modinfo names; strings there end with NUL.</summary>
    internal static IEnumerable<string> Dependencies(ReadOnlySpan<byte> module)
    {
        var key = "\0depends="u8;
        var start = module.IndexOf(key);
        if (start < 0)
        {
            return [];
        }

        var text = module[(start + key.Length)..];
        return Encoding.ASCII.GetString(text[..Math.Max(0, text.IndexOf((byte)0))]).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Normal);
    }

    private static async Task<byte[]> UnpackAsync(string path, CancellationToken cancellation) => Path.GetExtension(path) switch
    {
        ".xz" => await HostProgram.RunAsync(HostProgram.Require("xz", "xz-utils"), ["-dc", path], cancellation: cancellation),
        ".zst" => await HostProgram.RunAsync(HostProgram.Require("zstd", "zstd"), ["-dc", path], cancellation: cancellation),
        _ => await File.ReadAllBytesAsync(path, cancellation),
    };

    private static string NameOf(string path) => Normal(Path.GetFileName(path).Split('.')[0]);

    // Files may have hyphens where the kernel's own names have underscores.
    private static string Normal(string name) => name.Replace('-', '_');
}

/// <summary>One module, unpacked.</summary>
internal sealed record KernelModule(string Name, byte[] Content);
