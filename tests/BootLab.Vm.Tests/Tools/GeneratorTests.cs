using System.Text.RegularExpressions;
using BootLab.Os;
using BootLab.Os.LinuxTools;
using Xunit;

namespace BootLab.Vm.Tests.Tools;

/// <summary>The real nm-initrd-generator on trees of the host, against the model of NetworkManager.</summary>
public sealed partial class GeneratorTests
{
    // What the model says of a connection; the rest is the same everywhere, or made of the rest.
    private static readonly HashSet<string> s_compared = ["connection.id", "connection.type", "ethernet.mac-address", "vlan.id", "ipv4.method", "ipv6.method", "ipv4.address1", "ipv6.address1", "ipv4.dns", "ipv6.dns"];

    [Fact]
    public async Task Connections_are_those_of_the_real_one()
    {
        var package = await ToolPackages.UnpackedAsync("network-manager");
        using var trees = new HostTrees(ToolTables.Trees(200, seed: 12));
        await trees.RunAsync($"generator={package}/usr/lib/NetworkManager/nm-initrd-generator", "$generator -s -d . -- rd.iscsi.ibft=1 >out 2>err");
        Assert.All(trees.All.Index(), tree => Compare(trees, tree.Index, tree.Item.Name, tree.Item.Input));
    }

    private static void Compare(HostTrees trees, int number, string name, ToolInput input)
    {
        var result = new NetworkManager().Run(input);
        var errors = string.Join('\n', trees.Lines(number, "err"));
        if (result.Outcome == ConsumerOutcome.Undefined)
        {
            // It goes on with freed memory: what it prints then, if it gets there, has none of the NICs that the model calls lost.
            Assert.Contains("Unable to merge iBFT configuration", errors, StringComparison.Ordinal);
            var real = Connections(trees.Lines(number, "out"));
            Assert.True(real.Length == 0 || real.SequenceEqual(Model(result)), $"{name}:\nmodel:\n{string.Join('\n', Model(result))}\nreal:\n{string.Join('\n', real)}\n{errors}");
            return;
        }

        Assert.True(Model(result).SequenceEqual(Connections(trees.Lines(number, "out"))), $"{name}:\nmodel:\n{string.Join('\n', Model(result))}\nreal:\n{string.Join('\n', Connections(trees.Lines(number, "out")))}\n{errors}");
        Assert.Equal(result.Messages.Select(message => Regex.IsMatch(message, "Duplicate") ? "Duplicate" : message), Messages(errors));
    }

    private static string[] Model(ToolResult result) => [.. Split(result.Native, line => line.StartsWith('[')).Select(connection => string.Join('\n', connection.Order(StringComparer.Ordinal)))
        .Order(StringComparer.Ordinal)];

    /// <summary>Each connection as lines of section and key, in the model's form.</summary>
    private static string[] Connections(string[] output) => [.. Split(output, line => line.StartsWith("*** Connection", StringComparison.Ordinal)).Select(Connection).Order(StringComparer.Ordinal)];

    private static string Connection(List<string> lines)
    {
        var name = Name().Match(lines[0]).Groups[1].Value;
        var section = "";
        var keys = new List<string> { $"[connection {name}]" };
        foreach (var line in lines.Skip(1))
        {
            if (line.StartsWith('['))
            {
                section = line.Trim('[', ']');
            }
            else if (s_compared.Contains($"{section}.{line.Split('=')[0]}"))
            {
                keys.Add(section == "connection" ? line : $"{section}.{line}");
            }
        }

        return string.Join('\n', keys.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<List<string>> Split(IEnumerable<string> lines, Func<string, bool> isFirst)
    {
        List<string>? part = null;
        foreach (var line in lines)
        {
            if (isFirst(line) || line.StartsWith("***", StringComparison.Ordinal))
            {
                if (part is not null)
                {
                    yield return part;
                }

                part = isFirst(line) ? [] : null;
            }

            part?.Add(line);
        }

        if (part is not null)
        {
            yield return part;
        }
    }

    private static IEnumerable<string> Messages(string errors) => Warning().Matches(errors).Select(match => match.Groups[1].Value).Select(text => text.Contains("Duplicate", StringComparison.Ordinal) ? "Duplicate" : text);

    [GeneratedRegex(@"'(\S+)'")]
    private static partial Regex Name();

    // The time stands in front.
    [GeneratedRegex(@"<warn> +\[[0-9.]+\] (.*)")]
    private static partial Regex Warning();
}
