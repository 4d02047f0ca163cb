using System.Text.Json;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

public class IbftDiffTests
{
    private static readonly string s_two = Repository.Fixture("handmade", "two.bin");
    private static readonly string s_vlan = Repository.Fixture("handmade", "vlan.bin");

    [Fact]
    public async Task Diff_ends_as_diff_does()
    {
        Assert.Equal((0, "the same bytes\n"), Short(await Bootlab.RunAsync("ibft", "diff", s_two, s_two)));
        var (code, output) = Short(await Bootlab.RunAsync("ibft", "diff", s_two, s_vlan));
        Assert.Equal(1, code);
        Assert.StartsWith("meaning\n  nic[0]  vlan  none -> 100\n", output);
        Assert.Equal(3, (await Bootlab.RunAsync("ibft", "diff", s_two, Repository.PathTo("README.md"))).ExitCode);
    }

    [Fact]
    public async Task Diff_json_has_the_three_levels()
    {
        using var json = JsonDocument.Parse((await Bootlab.RunAsync("ibft", "diff", s_two, s_vlan, "--format", "json")).Output);

        Assert.Equal("bootlab/ibft-diff/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal("vlan", json.RootElement.GetProperty("meaning")[0].GetProperty("field").GetString());
        Assert.Equal(0, json.RootElement.GetProperty("layout").GetArrayLength());
        Assert.Equal(2, json.RootElement.GetProperty("bytes").GetArrayLength());
    }

    [Fact]
    public async Task Identify_names_the_producer_or_ends_with_1()
    {
        var ipxe = await Bootlab.RunAsync("ibft", "identify", Repository.Fixture("captured", "ipxe-debian-1nic", "table.bin"));
        var nobody = await Bootlab.RunAsync("ibft", "identify", s_two, "--format", "json");

        Assert.Equal(0, ipxe.ExitCode);
        Assert.StartsWith("iPXE since 2017-03-28\n", ipxe.Output);
        using var json = JsonDocument.Parse(nobody.Output);
        Assert.Equal((1, JsonValueKind.Null), (nobody.ExitCode, json.RootElement.GetProperty("producer").ValueKind));
    }

    private static (int, string) Short(Ended ended) => (ended.ExitCode, ended.Output);
}
