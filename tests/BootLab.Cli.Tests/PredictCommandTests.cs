using System.IO.Compression;
using System.Net;
using System.Text.Json;
using BootLab.Iscsi.Target;
using BootLab.Labs.Running;
using BootLab.Os.Windows;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

public class PredictCommandTests
{
    private static readonly string s_dead = Repository.PathTo("labs", "second-nic-dead");
    private static readonly string s_mended = Repository.PathTo("labs", "second-nic-mended");
    private static readonly string s_two = Repository.Fixture("handmade", "two.bin");

    [Fact]
    public async Task The_report_as_law_is_shown_in_full()
    {
        var ended = await Bootlab.RunAsync("predict", "--lab", s_dead, "--profile", "seed-ordering");

        Assert.Equal((1, ""), (ended.ExitCode, ended.Error));
        Golden.Equal("BootLab.Cli.Tests", "predict-seed-ordering.txt", ended.Output);
    }

    [Fact]
    public async Task Both_profiles_are_shown_the_default_first()
    {
        var ended = await Bootlab.RunAsync("predict", "--lab", s_dead);

        Assert.Equal(1, ended.ExitCode);
        Assert.Matches(@"(?s)^second-nic-dead, gpxe-1\.0\.0: predicted.*\n\nWindows Server 2012 and 8, profile windows\n  outcome +boots, code-31\n.*by N-2\n  confidence  vendor, .*\n\n"
            + @"Windows Server 2012 and 8, profile seed-ordering\n  outcome +boots, code-31\n.*by OQ-1\n  confidence  single-report, this outcome is reported\n", ended.Output);
    }

    [Fact]
    public async Task A_boot_without_a_flaw_ends_with_0()
    {
        var ended = await Bootlab.RunAsync("predict", "--lab", s_mended);

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("Windows boots and every NIC works", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_versions_stand_in_a_table()
    {
        var ended = await Bootlab.RunAsync("predict", "--lab", s_dead, "--all-versions", "--profile", "seed-ordering");

        var lines = ended.Output.Split('\n');
        Assert.Equal(1, ended.ExitCode);
        Assert.All(WindowsRelease.All, release => Assert.Single(lines, line => line.StartsWith($"  {release.Id} ", StringComparison.Ordinal)));
        Assert.Contains("  2012         boots, code-31  S11 second plug and play  OQ-1        single-report", lines);
        Assert.Contains("  2016         boots, code-31  S11 second plug and play  OQ-1        inferred", lines);
    }

    [Fact]
    public async Task The_install_record_decides_what_the_first_nic_was()
    {
        using var folder = new TemporaryFolder();
        await Bootlab.RunAsync("run", s_dead, "--producer", "gpxe-1.0.0", "--install", "--out", folder.Root);

        var ended = await Bootlab.RunAsync("predict", "--lab", s_mended, "--installed", folder.PathTo("installed.yaml"), "--format", "json");
        using var json = JsonDocument.Parse(ended.Output);
        var predictions = json.RootElement.GetProperty("predictions").EnumerateArray().ToList();

        Assert.Equal("bootlab/predict/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal(["windows", "seed-ordering"], predictions.Select(prediction => prediction.GetProperty("profile").GetString()));
        Assert.All(predictions, prediction => Assert.Equal("crash-and-reboot", prediction.GetProperty("outcome").GetString()));
        Assert.Equal("0x7B", predictions[0].GetProperty("code").GetString());
        Assert.Equal("OQ-4", predictions[1].GetProperty("deciding").GetString());
        Assert.Equal(13, predictions[1].GetProperty("stages").GetArrayLength());
    }

    [Fact]
    public async Task A_table_is_judged_with_what_a_machine_file_says()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathTo("machine.yaml"), """
            machine:
              firmware: bios
              nics:
                - {name: a, mac: "52:54:00:00:08:40", pci: "08:04.0", network: san}
                - {name: b, mac: "52:54:00:00:08:41", pci: "08:04.1"}
                - {name: c, mac: "52:54:00:00:08:42", pci: "08:04.2"}
            networks: {san: {subnet: 10.9.0.0/24}}
            os: {system: windows-server-2012}
            """);

        var ended = await Bootlab.RunAsync("predict", "--table", s_two, "--machine", folder.PathTo("machine.yaml"), "--profile", "seed-ordering");

        Assert.Contains("08:04.2 (c) is not in the table", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_image_says_which_version_and_what_it_knows()
    {
        var ended = await Bootlab.RunAsync("predict", "--table", s_two, "--image", Repository.PathTo("images", "windows-7.img.gz"), "--profile", "windows");

        Assert.Contains("\nWindows 7 and Server 2008 R2, profile windows\n", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody has looked into the registry", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_boot_of_a_lab_reads_the_image_that_is_given()
    {
        var own = await WindowsAsync("--lab", s_dead);
        var image = await WindowsAsync("--lab", s_dead, "--image", Image("windows-2012"));

        const string toldByTheRom = "active: type 0Eh", ofWindows = "active: type 07h", registry = "nobody has looked into the registry";
        Assert.Contains(toldByTheRom, own, StringComparison.Ordinal);
        Assert.Contains(registry, own, StringComparison.Ordinal);
        Assert.Contains(ofWindows, image, StringComparison.Ordinal);
        Assert.DoesNotContain(registry, image, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_the_boot_program_cannot_start_starts_no_windows()
    {
        using var folder = new TemporaryFolder();
        const int belowOneCylinder = 7 << 20; // iPXE finds no cylinder in the partition table then, and reads nothing
        var path = folder.Write("disk.img", [.. Unpacked("windows-2012").Take(belowOneCylinder)]);

        var ended = await Bootlab.RunAsync("predict", "--lab", s_dead, "--image", path, "--profile", "windows");

        Assert.Matches("(?m)^  outcome +Windows is never started$", ended.Output);
    }

    [Fact]
    public async Task A_unit_of_a_live_target_is_judged_beside_the_lab_s_own_disk()
    {
        const string target = "iqn.2026-11.lab.test:windows";
        using var store = (IDisposable)ImageBlockStore.Open(Image("windows-2012"));
        var options = new TargetOptions { Name = target, Luns = new Dictionary<ushort, IBlockStore> { [0] = (IBlockStore)store } };
        await using var server = IscsiTargetServer.Start(new TargetServer([options], new Random(1), TimeProvider.System), new IPEndPoint(IPAddress.Loopback, 0));

        var output = await WindowsAsync("--lab", s_dead, "--image", $"iscsi://{server.Portal}/{target}/0");

        Assert.Contains("with the lab's own disk: boot sector of drive 0x80", output, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody has looked into the registry", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_set_up_is_to_overwrite_does_not_say_which_windows_it_is()
    {
        using var folder = new TemporaryFolder();
        var blank = folder.Write("blank.img", new byte[32 << 20]);
        var experiments = Repository.PathTo("labs", "windows-experiments");

        var windows7 = await WindowsAsync("--lab", s_dead, "--image", Image("windows-7"), "--setup");
        Assert.Contains("predicted, nothing of it was run Windows Server 2012 and 8, profile windows", windows7, StringComparison.Ordinal);
        Assert.Contains("set-up installs Windows onto the disk", await WindowsAsync("--lab", experiments, "--os", "2022", "--image", blank, "--setup"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Which_version_was_taken_is_said_where_disk_and_asker_differ()
    {
        const string other = "the disk has build 9200, Windows Server 2012 and 8; the version that was asked for goes before it";
        var asked = await WindowsAsync("--table", s_two, "--image", Image("windows-2012"), "--os", "2016");
        var agreed = await WindowsAsync("--table", s_two, "--image", Image("windows-2012"), "--os", "2012");

        Assert.Contains(other, asked, StringComparison.Ordinal);
        Assert.Contains("Windows Server 2016 and 2019, Windows 10 to 1809, profile windows", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("the disk has build", agreed, StringComparison.Ordinal);
        Assert.Single((await WindowsAsync("--table", s_two, "--image", Image("windows-2012"), "--all-versions")).Split(other)[1..]);
    }

    [Fact]
    public async Task The_document_says_what_goes_before_what()
    {
        var ended = await Bootlab.RunAsync("predict", "--lab", s_dead, "--image", Image("windows-7"), "--format", "json");
        using var json = JsonDocument.Parse(ended.Output);

        var precedence = json.RootElement.GetProperty("precedence").EnumerateArray().Select(line => line.GetString()!).ToList();
        Assert.Equal(["the disk has build 7601", "the disk's registry goes before the record of the installation"], precedence.Select(line => line.Split(',')[0]));
        Assert.Contains("goes before the lab, which says Windows Server 2012 and 8", precedence[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_has_the_properties_that_the_guide_names()
    {
        var ended = await Bootlab.RunAsync("predict", "--lab", s_dead, "--format", "json");
        using var json = JsonDocument.Parse(ended.Output);

        var guide = File.ReadLines(Repository.PathTo("docs", "windows.md")).Single(line => line.Contains("`bootlab/predict/1`", StringComparison.Ordinal));
        var named = guide.Split('`').Where((_, number) => number % 2 == 1).Except(["--format json", "bootlab/predict/1", "facts"]);
        var written = json.RootElement.EnumerateObject().Skip(1).Concat(json.RootElement.GetProperty("predictions")[0].EnumerateObject()).Select(property => property.Name);
        Assert.Equal(written, named);
    }

    [Theory]
    [InlineData(2, "found neither --lab nor --table")]
    [InlineData(2, "found nothing that names a version of Windows, expected --os VERSION (2003, ", "--table", "two")]
    [InlineData(2, "--os: found 'vista2', expected a version of Windows; did you mean 'windows-vista'?", "--table", "two", "--os", "vista2")]
    [InlineData(2, "found --os and --all-versions, expected one of them", "--table", "two", "--os", "2012", "--all-versions")]
    [InlineData(2, "--hotfix: found 'KB1', expected one of KB2487376, ", "--table", "two", "--os", "2012", "--hotfix", "KB1")]
    [InlineData(2, "Argument 'all' not recognized. Must be one of: 'text' 'json'", "--lab", "dead", "--format", "all")]
    [InlineData(2, "found --lab and --machine, expected one of them", "--lab", "dead", "--machine", "machine.yaml")]
    [InlineData(2, "found --producer and --table", "--table", "two", "--producer", "ipxe")]
    [InlineData(2, "found --firmware or --delivery without --table", "--lab", "dead", "--firmware", "uefi")]
    [InlineData(2, "found --as, --at or --number without --table", "--lab", "dead", "--number", "7")]
    [InlineData(3, "/: found a folder, expected a disk image", "--table", "two", "--os", "2012", "--image", "/")]
    [InlineData(3, "/: found a folder, expected a disk image", "--lab", "dead", "--image", "/")]
    [InlineData(3, "flaky-target: found 3 logical units on the lab's own targets, expected one for the disk", "--lab", "flaky", "--image", "two")]
    [InlineData(3, "two.bin: found 507 bytes, expected a disk image", "--table", "two", "--os", "2012", "--image", "two")]
    [InlineData(3, "found no file that can be read, expected an install record", "--table", "two", "--os", "2012", "--installed", "nowhere.yaml")]
    public async Task What_does_not_fit_is_explained(int exitCode, string expected, params string[] args)
    {
        var ended = await Bootlab.RunAsync([], ["predict", .. args.Select(arg => arg switch { "two" => s_two, "dead" => s_dead, "flaky" => Repository.PathTo("labs", "flaky-target"), _ => arg })]);

        Assert.Equal(exitCode, ended.ExitCode);
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
    }

    private static string Image(string name) => Repository.PathTo("images", $"{name}.img.gz");

    private static byte[] Unpacked(string name)
    {
        using var packed = new GZipStream(File.OpenRead(Image(name)), CompressionMode.Decompress);
        using var disk = new MemoryStream();
        packed.CopyTo(disk);
        return disk.ToArray();
    }

    /// <summary>What the default profile has to say, as one line.</summary>
    private static async Task<string> WindowsAsync(params string[] args)
    {
        var ended = await Bootlab.RunAsync(["predict", "--profile", "windows", .. args]);
        Assert.Empty(ended.Error);
        return string.Join(' ', ended.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
