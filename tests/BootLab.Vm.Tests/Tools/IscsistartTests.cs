using BootLab.Os.LinuxTools;
using BootLab.Testing;
using Xunit;

namespace BootLab.Vm.Tests.Tools;

/// <summary>The real iscsistart on trees of the host, against the model of open-iscsi.</summary>
public sealed class IscsistartTests
{
    [Fact]
    public async Task Records_and_addresses_are_those_of_the_real_one()
    {
        Requires.Tool("iscsistart", "open-iscsi");
        using var trees = new HostTrees(ToolTables.Trees(100, seed: 11));

        // With a boot entry it tries to log in, for ever: that is looked at a few times only, without one always.
        var attempts = 0;
        foreach (var (number, (_, input)) in trees.All.Index())
        {
            if (!new FirmwareRecords(input).HasBootEntry || attempts++ < 2)
            {
                File.WriteAllText(trees.PathTo($"{number}/login"), "");
            }
        }

        await trees.RunAsync("", """
            mount --bind firmware /sys/firmware
            iscsistart -f >f.out 2>f.err
            for name in eth0 eth1 eth2 eth3; do ip addr flush dev $name; ip link set $name down; done
            iscsistart -N >N.out 2>N.err
            ip -o -4 addr >N.addresses
            [ -e login ] && timeout -s KILL 10 iscsistart -b >b.out 2>b.err
            umount /sys/firmware
            """);
        Assert.True(trees.All.Count(tree => new FirmwareRecords(tree.Input).HasBootEntry) is > 30 and < 100, "the tables are all alike");
        Assert.All(trees.All.Index(), tree => Compare(trees, tree.Index, tree.Item.Name, tree.Item.Input));
    }

    private static void Compare(HostTrees trees, int number, string name, ToolInput input)
    {
        var records = new FirmwareRecords(input);
        string[] dropped = [.. records.Messages];
        string[] printed = [.. dropped, .. records.All.SelectMany(record => record.Lines("2.1.8"))];
        Same(name, records.All.Count > 0 ? printed : [.. printed, "Could not get list of targets from firmware."], trees.Lines(number, "f.out"));
        Assert.DoesNotContain("Could not get boot entry.", records.HasBootEntry ? trees.Lines(number, "b.out") : []);
        if (!records.HasBootEntry)
        {
            Assert.Contains("Could not get boot entry.", trees.Lines(number, "b.out"));
        }

        var setUp = OpenIscsi.V2_1_8.SetUp(records.All).ToList();
        Same(name, records.All.Count > 0 ? [.. dropped, .. setUp.Where(line => !line.IsError).Select(line => line.Text)] : [.. dropped, "Could not setup fw entries."], trees.Lines(number, "N.out"));
        var errors = trees.Lines(number, "N.err").Where(line => !line.Contains("Could not get driver", StringComparison.Ordinal)).Select(line => line.Split(" (err 1")[0] is var start && start.Contains("missing gateway", StringComparison.Ordinal) ? start.Split(" (err")[0] : line);
        Same(name, setUp.Where(line => line.IsError).Select(line => $"iscsistart: {line.Text}"), errors);
    }

    private static void Same(string name, IEnumerable<string> expected, IEnumerable<string> actual) =>
        Assert.True(expected.SequenceEqual(actual), $"{name}:\nmodel:\n{string.Join('\n', expected)}\nreal:\n{string.Join('\n', actual)}");
}
