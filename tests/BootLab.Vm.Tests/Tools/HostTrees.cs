using System.Text;
using BootLab.Os.LinuxTools;
using BootLab.Testing;

namespace BootLab.Vm.Tests.Tools;

/// <summary>Trees as folders of the host, numbered, and scripts over them in namespaces of their own, in which the machine's interfaces are TAP devices.</summary>
internal sealed class HostTrees : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<(string Name, ToolInput Input)> _trees = [];

    public HostTrees(IEnumerable<(string Name, ToolInput Input)> trees)
    {
        foreach (var (name, input) in trees)
        {
            var root = PathTo($"{_trees.Count}");
            Write(input, root);

            // Programs meet folders in the order in which the host's file system lists them.
            var walk = Directory.EnumerateDirectories(Path.Combine(root, "firmware", "ibft")).Select(path => Path.GetFileName(path)!).ToList();
            _trees.Add((name, input with { Walk = walk }));
        }
    }

    public IReadOnlyList<(string Name, ToolInput Input)> All => _trees;

    /// <summary>A file below the folder that holds everything: <c>7/firmware/ibft</c> is that of the tree with the number 7.</summary>
    public string PathTo(string path) => _folder.PathTo(path);

    /// <summary>What a script left in the file of a tree; empty when it left none.</summary>
    public string[] Lines(int number, string file) => File.Exists(PathTo($"{number}/{file}")) ? File.ReadAllLines(PathTo($"{number}/{file}"), Encoding.Latin1) : [];

    /// <summary>Runs a script for each tree, in a folder of its own with <c>firmware</c> in it. Skips where namespaces are forbidden.</summary>
    /// <param name="setUp">What is done once before.</param>
    /// <param name="each">What is done for each tree.</param>
    public async Task RunAsync(string setUp, string each)
    {
        var script = $"""
            export PATH="$PATH:/usr/sbin:/sbin"
            set -e
            ip link set lo up
            {string.Join('\n', ToolInterfaces().Select(one => $"ip tuntap add dev {one.Name} mode tap && ip link set {one.Name} address {one.Mac}"))}
            set +e
            {setUp}
            for number in $(seq 0 {_trees.Count - 1}); do
                cd {_folder.PathTo("")}/$number
                {each}
            done
            true
            """;
        await File.WriteAllTextAsync(PathTo("run.sh"), script);
        var unshare = Requires.Tool("unshare", "util-linux");
        Requires.Tool("ip", "iproute2");
        var (exitCode, output, error) = await HostProgram.TryRunAsync(unshare, ["-Urmn", "sh", PathTo("run.sh")]);
        if (exitCode != 0)
        {
            Requires.Missing($"namespaces of one's own do not work here: {error} {Encoding.UTF8.GetString(output)}");
        }
    }

    public void Dispose() => _folder.Dispose();

    private static IReadOnlyList<LinuxInterface> ToolInterfaces() => LinuxInterface.Of(ToolTables.Machine);

    private static void Write(ToolInput input, string root)
    {
        foreach (var one in ToolInterfaces())
        {
            var net = Path.Combine(root, "devices", one.Function, one.IsBelowVirtio ? "virtio0/net" : "net", one.Name);
            Directory.CreateDirectory(net);
            File.WriteAllText(Path.Combine(net, "address"), $"{one.Mac}\n");
            File.WriteAllText(Path.Combine(net, "ifindex"), $"{int.Parse(one.Name[3..]) + 2}\n");
        }

        Directory.CreateDirectory(Path.Combine(root, "devices", "0000:00:00.0"));
        Directory.CreateDirectory(Path.Combine(root, "firmware", "ibft"));
        foreach (var entry in input.Tree.Entries)
        {
            var path = Path.Combine(root, "firmware", "ibft", entry.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (entry.IsLink)
            {
                File.CreateSymbolicLink(path, Path.Combine(root, "devices", entry.Value));
            }
            else
            {
                File.WriteAllBytes(path, Encoding.Latin1.GetBytes($"{entry.Value}\n"));
            }
        }
    }
}
