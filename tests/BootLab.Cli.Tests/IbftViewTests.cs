using System.Text.Json;
using System.Text.RegularExpressions;
using BootLab.Os;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

public class IbftViewTests
{
    private static readonly string s_two = Repository.Fixture("handmade", "two.bin");

    [Fact]
    public async Task Everybody_stands_in_a_table_with_the_outcome_first()
    {
        var ended = await Bootlab.RunAsync("ibft", "view", s_two);
        Assert.Equal(0, ended.ExitCode);
        Assert.Matches(@"(?m)^consumer +outcome +evidence +NIC 0", ended.Output);
        foreach (var consumer in ConsumerRegistry.All)
        {
            Assert.Matches($"(?m)^{Regex.Escape(consumer.Name)} +(accepted|rejected|not found|unknown|undefined)", ended.Output);
        }

        Assert.Contains("\nsource: read from its source, not run\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_consumer_speaks_in_its_own_form()
    {
        var ended = await Bootlab.RunAsync("ibft", "view", s_two, "--os", "freebsd");
        Assert.StartsWith("FreeBSD isboot 0.2.16: accepted in part, table at 0x9a000\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("\nsays\n  isboot0: iBFT: Initiator name: iqn.2026-11.lab.boot:init\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("\nshows\n  hw.ibft.initiator_name: ", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_memory_that_a_lab_leaves_is_looked_at()
    {
        var ended = await Bootlab.RunAsync("ibft", "view", "--lab", Repository.PathTo("labs", "second-nic-dead"), "--os", "illumos");
        Assert.StartsWith("illumos: accepted, table at 0x9e620\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Firmware_and_delivery_decide_who_finds_a_table()
    {
        Assert.StartsWith("illumos: not found\n", (await Bootlab.RunAsync("ibft", "view", s_two, "--os", "illumos", "--firmware", "uefi")).Output, StringComparison.Ordinal);
        Assert.Matches("^FreeBSD isboot 0.2.16: accepted in part, table at 0x3", (await Bootlab.RunAsync("ibft", "view", s_two, "--os", "freebsd", "--delivery", "acpi")).Output);
    }

    [Fact]
    public async Task Programs_get_an_object_for_each_consumer()
    {
        var ended = await Bootlab.RunAsync("ibft", "view", s_two, "--format", "json");
        using var json = JsonDocument.Parse(ended.Output);
        Assert.Equal("bootlab/view/1", json.RootElement.GetProperty("schema").GetString());
        var consumers = json.RootElement.GetProperty("consumers").EnumerateArray().ToList();
        Assert.Equal(ConsumerRegistry.All.Select(consumer => consumer.Id), consumers.Select(consumer => consumer.GetProperty("id").GetString()));
        Assert.All(consumers, consumer => Assert.NotEmpty(consumer.GetProperty("knowledge").EnumerateArray()));
    }

    [Theory]
    [InlineData("did you mean 'freebsd'?", "x.bin", "--os", "frebsd")]
    [InlineData("found neither SOURCE nor --lab")]
    public async Task A_wrong_command_line_is_explained(string expected, params string[] args)
    {
        var ended = await Bootlab.RunAsync([], ["ibft", "view", .. args]);
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_memory_of_a_lab_is_as_it_is()
    {
        var ended = await Bootlab.RunAsync("ibft", "view", "--lab", Repository.PathTo("labs", "second-nic-dead"), "--firmware", "uefi");
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("found --firmware or --delivery without SOURCE", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_memory_image_is_looked_at_as_a_whole()
    {
        using var folder = new TemporaryFolder();
        var image = new byte[1 << 20];
        File.ReadAllBytes(Repository.Fixture("handmade", "badck.bin")).CopyTo(image, 0x90000);
        File.ReadAllBytes(s_two).CopyTo(image, 0x9a000);
        File.WriteAllBytes(folder.PathTo("low.bin"), image);

        // A broken table below hides the good one.
        var ended = await Bootlab.RunAsync("ibft", "view", folder.PathTo("low.bin"), "--os", "linux-6.1");
        Assert.StartsWith("Linux 6.1: rejected, table at 0x90000\n", ended.Output, StringComparison.Ordinal);
        var picked = await Bootlab.RunAsync("ibft", "view", folder.PathTo("low.bin"), "--os", "linux-6.1", "--at", "0x9a000");
        Assert.StartsWith("Linux 6.1: accepted, table at 0x9a000\n", picked.Output, StringComparison.Ordinal);
    }
}
