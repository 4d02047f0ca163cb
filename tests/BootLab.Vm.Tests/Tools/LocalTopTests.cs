using BootLab.Os.LinuxTools;
using BootLab.Testing;
using Xunit;

namespace BootLab.Vm.Tests.Tools;

/// <summary>The script local-top/iscsi of Debian's open-iscsi with the real iscsistart, on trees of the host, against the model of initramfs-tools.</summary>
public sealed class LocalTopTests
{
    [Fact]
    public async Task Files_and_routes_are_those_of_the_real_one()
    {
        var iscsistart = Requires.Tool("iscsistart", "open-iscsi");
        const string script = "/usr/share/initramfs-tools/scripts/local-top/iscsi";
        if (!File.Exists(script))
        {
            Requires.Missing($"{script} is not there: apt-get install open-iscsi");
        }

        using var trees = new HostTrees(ToolTables.Trees(100, seed: 14));
        // Whatever would log in is left out: the login itself is tried in guests.
        var bin = trees.PathTo("bin");
        await trees.RunAsync(
            $$"""
            mkdir -p {{bin}} && cd {{bin}}
            echo '#!/bin/sh' | tee modprobe udevadm ip >iscsistart
            echo 'echo "ip $*" >>calls' >>ip
            echo '[ "$1" = -f ] && exec {{iscsistart}} -f 2>/dev/null' >>iscsistart
            chmod +x *
            PATH={{bin}}:$PATH
            """,
            $$"""
            mkdir -p run/initramfs conf/conf.d scripts
            : >conf/initramfs.conf
            echo "configure_networking() { :; }" >scripts/functions
            echo iscsi_auto >cmdline
            sed "s,/run/,run/,g; s,\. /conf/,. ./conf/,g; s,\. /scripts/,. ./scripts/,g; s,/proc/cmdline,cmdline,g; s,/sbin/iscsistart,{{bin}}/iscsistart,g; s,which ip,command -v ip,g" {{script}} >iscsi.sh
            mount --bind firmware /sys/firmware
            sh ./iscsi.sh >out 2>err
            umount /sys/firmware
            """);
        Assert.All(trees.All.Index(), tree => Compare(trees, tree.Index, tree.Item.Name, new InitramfsTools().Run(tree.Item.Input).Native));
    }

    private static void Compare(HostTrees trees, int number, string name, IReadOnlyList<string> native)
    {
        var run = trees.PathTo($"{number}/run");
        string[] files = [.. Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories)
            .SelectMany(path => File.ReadLines(path).Select(line => $"/run/{Path.GetRelativePath(run, path)}: {line}"))
            .Order(StringComparer.Ordinal)];
        Same(name, native.Where(line => line.StartsWith('/')).Order(StringComparer.Ordinal), files);
        Same(name, native.Where(line => line.StartsWith("ip ", StringComparison.Ordinal)), trees.Lines(number, "calls"));
    }

    private static void Same(string name, IEnumerable<string> expected, IEnumerable<string> actual) =>
        Assert.True(expected.SequenceEqual(actual), $"{name}:\nmodel:\n{string.Join('\n', expected)}\nreal:\n{string.Join('\n', actual)}");
}
