using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

public class IbftEmitTests
{
    private static readonly string s_two = Repository.Fixture("handmade", "two.bin");

    [Fact]
    public async Task The_file_is_written_and_the_arguments_name_it()
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathTo("t.bin");
        var ended = await Bootlab.RunAsync("ibft", "emit", s_two, "--as", "lowmem", "--out", file);
        Assert.Equal((0, $"-device loader,file={file},addr=0x9a000,force-raw=on\n"), (ended.ExitCode, ended.Output));
        Assert.Contains($"wrote {file}, 507 bytes", ended.Error);
        Assert.Equal(File.ReadAllBytes(s_two), File.ReadAllBytes(file));
    }

    [Fact]
    public async Task The_table_may_come_from_standard_input()
    {
        var fromFile = await Bootlab.RunAsync("ibft", "emit", s_two, "--as", "hex");
        Assert.StartsWith("69 42 46 54", fromFile.Output, StringComparison.Ordinal);
        Assert.Equal(fromFile, await Bootlab.RunAsync(File.ReadAllBytes(s_two), ["ibft", "emit", "-", "--as", "hex"]));
    }

    [Fact]
    public async Task Text_goes_into_a_file_that_is_named()
    {
        using var folder = new TemporaryFolder();
        var ended = await Bootlab.RunAsync("ibft", "emit", s_two, "--as", "c-header", "--out", folder.PathTo("h.h"));
        Assert.Equal((0, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("#define IBFT_FIXED_NICS 2", File.ReadAllText(folder.PathTo("h.h")));
    }

    [Fact]
    public async Task Several_files_go_into_a_folder()
    {
        using var folder = new TemporaryFolder();
        var ended = await Bootlab.RunAsync("ibft", "emit", s_two, "--as", "fw-cfg", "--out", folder.PathTo("f"));
        Assert.StartsWith("-M pc,acpi=off -fw_cfg name=etc/acpi/tables,file=", ended.Output, StringComparison.Ordinal);
        Assert.Equal(["acpi-rsdp", "acpi-tables", "bootlab-ibft", "table-loader"], Directory.EnumerateFiles(folder.PathTo("f")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_lab_gives_the_table_that_its_boot_leaves()
    {
        var lab = Repository.PathTo("labs", "second-nic-dead");
        var main = await Bootlab.RunAsync("ibft", "emit", "--lab", lab, "--as", "c-header");
        var other = await Bootlab.RunAsync("ibft", "emit", "--lab", lab, "--producer", "bootlab", "--as", "c-header");
        Assert.Contains("#define IBFT_FIXED_NICS 1", main.Output);
        Assert.Contains("#define IBFT_FIXED_NICS 2", other.Output);
    }

    [Theory]
    [InlineData("found neither SOURCE nor --lab", "--as", "hex")]
    [InlineData("found it without --lab", "--as", "hex", "--producer", "ipxe")]
    [InlineData("and --lab, expected one", "x.bin", "--lab", "labs/second-nic-dead", "--as", "hex")]
    [InlineData("--address: found it with --as hex", "FILE", "--as", "hex", "--address", "0x9a000")]
    [InlineData("--address: found 'here'", "FILE", "--as", "lowmem", "--address", "here")]
    public async Task What_does_not_go_together_is_said(string message, params string[] args)
    {
        var ended = await Bootlab.RunAsync(["ibft", "emit", .. args.Select(word => word == "FILE" ? s_two : word)]);
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(message, ended.Error);
    }

    [Fact]
    public async Task A_place_where_the_table_is_lost_is_refused()
    {
        var ended = await Bootlab.RunAsync("ibft", "emit", s_two, "--as", "lowmem", "--address", "0x80000");
        Assert.Equal((3, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("found 507 bytes at 0x80000, expected a place between 0x90000 and 0x9fc00", ended.Error);
    }
}
