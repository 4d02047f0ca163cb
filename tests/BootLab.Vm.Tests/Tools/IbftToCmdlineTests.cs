using BootLab.Os.LinuxTools;
using BootLab.Testing;
using Xunit;

namespace BootLab.Vm.Tests.Tools;

/// <summary>dracut's real shell function on trees of the host, against the model of dracut 059.</summary>
public sealed class IbftToCmdlineTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Words_are_those_of_the_real_one(bool isMultipath)
    {
        var modules = Path.Combine(await ToolPackages.UnpackedAsync("dracut-network"), "usr/lib/dracut/modules.d");
        var basis = Path.Combine(await ToolPackages.UnpackedAsync("dracut-core"), "usr/lib/dracut");
        using var trees = new HostTrees(ToolTables.Trees(100, seed: 13));

        // The function is the packages' own; only the places that it reads and writes are moved, and the programs that it calls stand in a folder.
        Directory.CreateDirectory(trees.PathTo("bin"));
        File.CreateSymbolicLink(trees.PathTo("bin/awk"), Requires.Tool("busybox", "busybox-static"));
        foreach (var name in new[] { "dracut-getarg", "dracut-getargs" })
        {
            File.CreateSymbolicLink(trees.PathTo($"bin/{name}"), Path.Combine(basis, "dracut-util"));
        }

        await File.WriteAllTextAsync(trees.PathTo("each.sh"), $$"""
            . ../dracut-lib.sh
            . ../net-lib.sh
            modprobe() { :; }
            ls() { :; }
            vinfo() { :; }
            info() { echo "$@" >>said; }
            warn() { echo "$@" >>said; }
            ibft_to_cmdline
            """);
        await trees.RunAsync(
            $$"""
            PATH={{trees.PathTo("bin")}}:$PATH
            cd {{trees.PathTo("")}}
            for library in {{basis}}/modules.d/99base/*lib.sh {{modules}}/40network/net-lib.sh; do
                sed "s,/sys/firmware/,firmware/,g; s,/etc/cmdline.d,cmdline.d,g; s,/proc/cmdline,cmdline,g; s,/tmp/net\.,marks/net.,g; s,/tmp/set_ifname,marks/set_ifname,g; s,/lib/dracut,../dracut,g" "$library" >"${library##*/}"
            done
            """,
            $$"""
            mkdir -p cmdline.d marks
            echo "{{(isMultipath ? "rd.iscsi.mp=1" : "quiet")}}" >cmdline
            sh ../each.sh 2>err
            cat cmdline.d/45-ifname.conf cmdline.d/40-ibft.conf >out 2>/dev/null
            """);
        Assert.All(trees.All.Index(), tree =>
        {
            var expected = Dracut.V059.Run(tree.Item.Input, isMultipath);
            Same(tree.Item.Name, expected.Native, trees.Lines(tree.Index, "out"), trees.Lines(tree.Index, "err"));
            Same(tree.Item.Name, expected.Messages.Select(message => message.Replace("/sys/firmware/", "firmware/", StringComparison.Ordinal)), trees.Lines(tree.Index, "said"), []);
        });
    }

    private static void Same(string name, IEnumerable<string> expected, IEnumerable<string> actual, string[] errors) =>
        Assert.True(expected.SequenceEqual(actual), $"{name}:\nmodel:\n{string.Join('\n', expected)}\nreal:\n{string.Join('\n', actual)}\n{string.Join('\n', errors)}");
}
