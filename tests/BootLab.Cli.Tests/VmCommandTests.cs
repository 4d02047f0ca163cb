using System.Text;
using System.Text.Json;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

/// <summary>The commands that need guests.</summary>
public sealed class VmCommandTests
{
    private static readonly string s_login = Repository.PathTo("labs", "linux-login");

    [Fact]
    public async Task Check_shows_what_a_kernel_makes_of_each_table()
    {
        NeedsGuests();
        var run = await Bootlab.RunAsync("vm", "check", Table("chap"), Table("badck"), Table("nicid9"));
        Assert.Equal("", run.Error);
        Assert.Equal(1, run.ExitCode); // one is rejected
        Assert.Contains($"{Table("chap")}: accepted\n", run.Output);
        Assert.Contains("  target0/chap-secret=(masked)\n", run.Output);
        Assert.DoesNotContain("secretsecret1", run.Output);
        Assert.Contains($"{Table("badck")}: rejected\n  kernel: iBFT detected.\n  kernel: iBFT has incorrect checksum (0x1)!\n  insmod: can't insert", run.Output);
        Assert.Contains($"{Table("nicid9")}: accepted in part\n  not shown: a structure with id 9 at 0x110", run.Output);
    }

    [Fact]
    public async Task Check_reads_standard_input_and_writes_JSON()
    {
        NeedsGuests();
        var run = await Bootlab.RunAsync(await File.ReadAllBytesAsync(Table("rev2"), TestContext.Current.CancellationToken), ["vm", "check", "-", "--expect", "rejected", "--format", "json"]);
        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("bootlab/vm-check/1", json.RootElement.GetProperty("schema").GetString());
        var table = Assert.Single(json.RootElement.GetProperty("tables").EnumerateArray());
        Assert.Equal("rejected", table.GetProperty("outcome").GetString());
        Assert.Contains("iBFT module supports only revision 1, while this is 2.", table.GetProperty("messages").EnumerateArray().Select(message => message.GetString()));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Fuzz_compares_random_tables(string format)
    {
        NeedsGuests();
        var run = await Bootlab.RunAsync("vm", "fuzz", "--count", "5", "--seed", "4", "--guests", "1", "--format", format);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        if (format == "text")
        {
            Assert.StartsWith("5 tables of seed 4, Linux 6.1", run.Output);
            Assert.EndsWith("no disagreement\n", run.Output);
        }
        else
        {
            using var json = JsonDocument.Parse(run.Output);
            Assert.Equal("bootlab/vm-fuzz/1", json.RootElement.GetProperty("schema").GetString());
            Assert.Equal(5, json.RootElement.GetProperty("compared").GetInt32() + json.RootElement.GetProperty("undefined").GetInt32());
            Assert.True(json.RootElement.GetProperty("reasons").TryGetProperty("same-folder", out _));
        }
    }

    [Fact]
    public async Task Run_boots_the_machine_of_a_lab_that_leaves_no_table_and_finds_what_was_foretold()
    {
        NeedsGuests();
        using var folder = new TemporaryFolder();
        var lab = (await File.ReadAllTextAsync(Path.Combine(s_login, "lab.yaml"), TestContext.Current.CancellationToken)).Replace("../../images", Repository.PathTo("images"), StringComparison.Ordinal);
        var changed = folder.Write("lab.yaml", Encoding.UTF8.GetBytes(lab.Replace("set password correct-horse-17", "set password wrong-horse-17", StringComparison.Ordinal)));

        var run = await Bootlab.RunAsync("vm", "run", changed, "--format", "json", "--out", folder.PathTo("out"));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("bootlab/vm-run/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal("none", json.RootElement.GetProperty("table").GetString());
        Assert.Equal("no-boot", json.RootElement.GetProperty("guest").GetProperty("outcome").GetString());
        Assert.Empty(json.RootElement.GetProperty("sysfs").EnumerateObject());
        Assert.True(new FileInfo(folder.PathTo("out", "guest.pcapng")).Length > 0);
        Assert.DoesNotContain("horse", run.Output);
    }

    [Theory]
    [InlineData(2, "vm", "run")]
    [InlineData(2, "vm", "run", "LAB", "--producer", "nobody")]
    [InlineData(2, "vm", "run", "LAB", "--network", "wire")]
    [InlineData(2, "vm", "run", "LAB", "--deadline", "boot")]
    [InlineData(2, "vm", "run", "LAB", "--deadline", "boot=0")]
    [InlineData(2, "vm", "run", "LAB", "--deadline", "lunch=5")]
    [InlineData(2, "vm", "check", "x.bin", "--deadline", "login=5")]
    [InlineData(3, "vm", "run", "/nowhere/lab")]
    [InlineData(2, "vm", "check")]
    [InlineData(2, "vm", "check", "x.bin", "--guests", "0")]
    [InlineData(2, "vm", "check", "x.bin", "--expect", "wonders")]
    [InlineData(2, "vm", "fuzz", "--count", "0")]
    [InlineData(2, "vm", "fuzz", "--guests", "0")]
    [InlineData(3, "vm", "check", "/nowhere/x.bin")]
    [InlineData(3, "vm", "check", "/dev/null")]
    public async Task Wrong_arguments_are_refused_before_any_guest_starts(int exitCode, params string[] args)
    {
        var run = await Bootlab.RunAsync([.. args.Select(word => word == "LAB" ? s_login : word)]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith("bootlab: ", run.Error);
    }

    [Fact]
    public async Task A_stage_that_takes_too_long_is_named_and_the_screen_is_kept()
    {
        NeedsGuests();
        using var folder = new TemporaryFolder();
        var run = await Bootlab.RunAsync("vm", "run", s_login, "--deadline", "boot=1", "--out", folder.PathTo("out"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("guest     no boot: nothing was heard of it within 1 s\n", run.Output);
        Assert.Equal($"bootlab: what the guest's screen showed is in {folder.PathTo("out", "guest-screen.png")}\n", run.Error);
        Assert.True(new FileInfo(folder.PathTo("out", "guest-screen.png")).Length > 0);
    }

    [Theory]
    [InlineData("run", "boot=120, table=180, network=180, login=180, disk=180, leases=180, panic=10")]
    [InlineData("check", "boot=120, answer=30")]
    public async Task The_help_names_each_deadline_with_its_default(string command, string defaults)
    {
        var run = await Bootlab.RunAsync("vm", command, "--help");
        Assert.Contains(defaults, string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    internal static string Table(string name) => Repository.Fixture("handmade", name + ".bin");

    internal static void NeedsGuests()
    {
        Requires.Tool("qemu-system-x86_64", "qemu-system-x86");
        Requires.Tool("busybox", "busybox-static");
        Requires.Tool("iscsistart", "open-iscsi");
        Requires.Tool("apt-get", "apt");
    }
}
