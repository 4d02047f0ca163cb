using System.Text;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

public class IbftBuildTests
{
    private static readonly string s_chap = Repository.Fixture("handmade", "chap.bin");

    [Fact]
    public async Task What_show_writes_as_yaml_builds_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var shown = await Bootlab.RunAsync("ibft", "show", s_chap, "--format", "yaml", "--secrets");
        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));

        var spec = folder.Write("chap.yaml", Encoding.UTF8.GetBytes(shown.Output));
        var built = await Bootlab.RunAsync("ibft", "build", spec, "-o", folder.PathTo("chap.bin"));

        Assert.Equal((0, ""), (built.ExitCode, built.Output));
        Assert.Equal(File.ReadAllBytes(s_chap), File.ReadAllBytes(folder.PathTo("chap.bin")));
    }

    [Fact]
    public async Task Without_secrets_there_are_stars()
    {
        var shown = await Bootlab.RunAsync("ibft", "show", s_chap, "--format", "yaml");

        Assert.Contains("secrets are written as stars", shown.Error);
        Assert.Contains("\"*************\"", shown.Output);
        Assert.DoesNotContain("secretsecret", shown.Output);
        Assert.DoesNotContain("73 65 63 72 65 74", shown.Output);
        Assert.DoesNotContain("checksum:", shown.Output);
    }

    [Fact]
    public async Task Bytes_go_to_a_pipe_and_never_to_a_terminal()
    {
        var text = (await Bootlab.RunAsync("ibft", "show", s_chap, "--format", "yaml", "--secrets")).Output;
        using var pipe = new MemoryStream();

        var piped = await Bootlab.RunAsync(Encoding.UTF8.GetBytes(text), ["ibft", "build", "-"], binary: pipe);
        var shown = await Bootlab.RunAsync(Encoding.UTF8.GetBytes(text), ["ibft", "build", "-"]);

        Assert.Equal((0, "", ""), (piped.ExitCode, piped.Output, piped.Error));
        Assert.Equal(File.ReadAllBytes(s_chap), pipe.ToArray());
        Assert.Equal((2, ""), (shown.ExitCode, shown.Output));
        Assert.Contains("add -o FILE", shown.Error);
    }

    [Fact]
    public async Task A_mistake_is_named_with_line_and_column()
    {
        var ended = await Bootlab.RunAsync("layout: ipxe\nnics:\n  - {vlam: 1}\n"u8.ToArray(), ["ibft", "build", "-"]);

        Assert.Equal((3, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("standard input:3:6: found the unknown key 'vlam'", ended.Error);
        Assert.Contains("did you mean 'vlan'?", ended.Error);
    }
}
