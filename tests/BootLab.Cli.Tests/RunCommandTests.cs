using System.Text.Json;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

public class RunCommandTests
{
    private static readonly string s_dead = Repository.PathTo("labs", "second-nic-dead");
    private static readonly string s_chap = Repository.PathTo("tests", "labs", "mutual-chap");

    // The secrets of that lab, as its targets and its script have them.
    private static readonly string[] s_secrets = ["tgtsecret1234", "inisecret1234"];

    [Fact]
    public async Task The_origins_server_boots_with_a_dead_lan_port_and_the_answer_says_what_to_change()
    {
        using var folder = new TemporaryFolder();
        var ended = await Bootlab.RunAsync("run", s_dead, "--out", folder.Root);

        Assert.Equal(0, ended.ExitCode);
        string[] lines =
        [
            "gpxe-1.0.0: the table at 0x9e620 (from source, not compared)",
            "the same machine with each boot program",
            "what Windows Server 2012 and 8 will do: predicted, nothing of it was run",
            "gpxe-1.0.0, iPXE 2013-01-31, iPXE today, EDK2",
            "  windows        ",
            "  seed-ordering  Windows boots, but the NIC that is not listed shows Code 31",
            "  the rules of seed-ordering (single report: one server, Windows Server 2012 (serverfault 477708))",
            "  what to change",
            "    1.  swap the cables of 08:04.0 (lan) and 08:04.1 (san)",
            "  what better evidence says",
            "what the lab expects",
            "files",
            "  Only their owner can read",
        ];
        var shown = ended.Output.Split('\n');
        Assert.Equal("", ended.Error);
        var at = -1;
        Assert.All(lines, line => Assert.True((at = Array.FindIndex(shown, at + 1, text => text.StartsWith(line, StringComparison.Ordinal))) >= 0, $"no line '{line}'"));
        Assert.Contains("shows Code 31", ended.Output);
    }

    [Fact]
    public async Task An_installation_is_played_and_later_boots_are_judged_by_it()
    {
        using var folder = new TemporaryFolder();
        var record = folder.PathTo("installed.yaml");
        var mended = Repository.PathTo("labs", "second-nic-mended");

        var installed = await Bootlab.RunAsync("run", s_dead, "--producer", "gpxe-1.0.0", "--install", "--out", folder.Root);
        var swapped = await Bootlab.RunAsync("run", mended, "--installed", record, "--out", folder.Root);
        var again = await Bootlab.RunAsync("run", mended, "--install", "--out", folder.Root);
        var last = await Bootlab.RunAsync("run", mended, "--installed", record, "--out", folder.Root);

        Assert.Equal([0, 0, 0, 0], [installed.ExitCode, swapped.ExitCode, again.ExitCode, last.ExitCode]);
        Assert.Contains("  windows        set-up installs", installed.Output, StringComparison.Ordinal);
        Assert.Contains("S5 ndis, by D-ID-3", swapped.Output, StringComparison.Ordinal);
        Assert.Contains("Windows crashes and the machine reboots; it has to be installed again", swapped.Output, StringComparison.Ordinal);
        Assert.Contains("Windows boots and every NIC works", last.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_installed_where_set_up_does_not_see_the_disk()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathTo("lab.yaml"), """
            lab: no-disk
            title: Nobody answers
            machine: {firmware: bios, nics: [{name: san, mac: "52:54:00:00:08:40", pci: "08:04.0"}]}
            rom: {producer: ipxe}
            os: {system: windows-server-2012}
            """);

        var ended = await Bootlab.RunAsync("run", folder.Root, "--install", "--out", folder.PathTo("out"));

        Assert.Equal(1, ended.ExitCode);
        Assert.False(File.Exists(folder.PathTo("out", "installed.yaml")));
    }

    [Theory]
    [InlineData("found no operating system in the lab, expected Windows", "linux-login", "--install")]
    [InlineData("expected one of them", "second-nic-dead", "--install", "--installed", "x.yaml")]
    public async Task An_installation_needs_windows_and_starts_from_nothing(string expected, string lab, params string[] args)
    {
        var ended = await Bootlab.RunAsync([], ["run", Repository.PathTo("labs", lab), .. args]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_leaves_its_files_the_same_every_time()
    {
        using var folder = new TemporaryFolder();
        await Bootlab.RunAsync("run", s_dead, "--out", folder.PathTo("one"));
        await Bootlab.RunAsync("run", s_dead, "--out", folder.PathTo("two"));

        string[] names = ["boot.pcapng", "console.txt", "events.jsonl", "ibft.bin", "lowmem.bin"];
        Assert.Equal(names, Directory.EnumerateFiles(folder.PathTo("one")).Select(Path.GetFileName).Order());
        Assert.Equal(4, Directory.EnumerateDirectories(folder.PathTo("one")).Count());
        foreach (var path in Directory.EnumerateFiles(folder.PathTo("one"), "*", SearchOption.AllDirectories))
        {
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(path.Replace("/one/", "/two/", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Scanning_the_memory_finds_the_table_that_was_written()
    {
        using var folder = new TemporaryFolder();
        var run = await Bootlab.RunAsync("run", s_dead, "--producer", "gpxe-1.0.0", "--out", folder.Root, "--format", "json");
        using var json = JsonDocument.Parse(run.Output);
        var table = json.RootElement.GetProperty("runs")[0].GetProperty("table");
        var address = $"0x{table.GetProperty("address").GetUInt64():x}";

        Assert.Equal("code-31", json.RootElement.GetProperty("runs")[0].GetProperty("answer").GetProperty("outcome").GetString());
        Assert.StartsWith($"{address}  iBFT  ", (await Bootlab.RunAsync("ibft", "scan", folder.PathTo("lowmem.bin"))).Output);
        Assert.Equal(
            await Bootlab.RunAsync("ibft", "show", folder.PathTo("ibft.bin")),
            await Bootlab.RunAsync("ibft", "show", folder.PathTo("lowmem.bin"), "--at", address));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Secrets_are_masked_and_files_that_hold_them_are_their_owners(string format)
    {
        using var folder = new TemporaryFolder();
        var masked = await Bootlab.RunAsync("run", s_chap, "--out", folder.Root, "--format", format);
        var log = File.ReadAllText(folder.PathTo("events.jsonl")) + File.ReadAllText(folder.PathTo("console.txt"));

        Assert.All(s_secrets, secret => Assert.DoesNotContain(secret, masked.Output + masked.Error + log));
        Assert.Contains("(masked)", masked.Output);
        Assert.Contains(format == "text" ? "Only their owner can read ibft.bin, lowmem.bin, boot.pcapng: they hold CHAP secrets as they are." : "\"owner_only\": true", masked.Output);
        Assert.All(
            new[] { "ibft.bin", "lowmem.bin", "boot.pcapng" }.Select(name => folder.PathTo(name)),
            path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(path)));

        var shown = await Bootlab.RunAsync("run", s_chap, "--out", folder.Root, "--format", format, "--secrets");
        Assert.All(s_secrets, secret => Assert.Contains(secret, shown.Output));
    }

    [Fact]
    public async Task A_missed_expectation_ends_with_1_and_says_what_was_found()
    {
        using var folder = new TemporaryFolder();
        var ended = await RunChangedAsync(folder, "Registered SAN device 0x80", "no such line");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("console: expected a line with 'no such line', found ", ended.Output);
    }

    [Fact]
    public async Task A_mistake_in_the_lab_ends_with_3_and_its_place()
    {
        using var folder = new TemporaryFolder();
        var ended = await RunChangedAsync(folder, "networks:", "netwroks:");

        Assert.Equal((3, ""), (ended.ExitCode, ended.Output));
        Assert.Matches(@"lab\.yaml:\d+:\d+: .*netwroks", ended.Error);
    }

    [Fact]
    public async Task What_an_earlier_run_left_is_not_taken_for_this_ones()
    {
        using var folder = new TemporaryFolder();
        folder.Write("out/lowmem.bin", [1, 2, 3]);
        var uefi = Repository.PathTo("tests", "labs", "uefi-1nic-1tgt");
        await Bootlab.RunAsync("run", uefi, "--out", folder.PathTo("out"));

        Assert.False(File.Exists(folder.PathTo("out", "lowmem.bin")));
        Assert.True(File.Exists(folder.PathTo("out", "ibft.bin")));
    }

    [Theory]
    [InlineData(2, "--producer: found 'grub', expected one of", "--producer", "grub")]
    [InlineData(2, "'sarif'", "--format", "sarif")]
    [InlineData(2, "--live: found the network 'wan', expected one of the lab's: lan, san", "--live", "wan=eth0")]
    [InlineData(2, "--live: found 'san=', expected the name of an interface", "--live", "san=")]
    [InlineData(2, "--live: found a network twice", "--live", "san=eth0", "--live", "san=eth1")]
    [InlineData(2, "--live: found an interface twice", "--live", "san=eth0", "--live", "lan=eth0")]
    [InlineData(2, "--live: found NETWORK beside NETWORK=INTERFACE", "--live", "san", "--live", "lan=eth0")]
    [InlineData(2, "--peer: found no network that the run makes", "--live", "san=eth0", "--peer", "true")]
    public async Task Mistakes_on_the_command_line_end_with_2(int exitCode, string message, params string[] args)
    {
        var ended = await Bootlab.RunAsync(["run", s_dead, .. args]);
        Assert.Equal((exitCode, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(message, ended.Error);
    }

    /// <summary>Runs a copy of a lab in which one piece of text is another.</summary>
    private static async Task<Ended> RunChangedAsync(TemporaryFolder folder, string old, string replacement)
    {
        foreach (var path in Directory.EnumerateFiles(s_chap))
        {
            folder.Write(Path.GetFileName(path), File.ReadAllBytes(path));
        }

        var lab = File.ReadAllText(folder.PathTo("lab.yaml"));
        Assert.Contains(old, lab);
        lab = lab.Replace("../../", $"{Repository.PathTo("tests")}/", StringComparison.Ordinal);
        File.WriteAllText(folder.PathTo("lab.yaml"), lab.Replace(old, replacement, StringComparison.Ordinal));
        return await Bootlab.RunAsync("run", folder.Root, "--out", folder.PathTo("out"));
    }
}
