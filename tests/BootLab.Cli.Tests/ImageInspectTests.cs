using System.IO.Compression;
using System.Text.Json;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

/// <summary><c>bootlab image inspect</c> on the images of the repository: what it reads, what it says, how it ends.</summary>
public class ImageInspectTests
{
    // Set up through 08:04.1, as the origin's server was.
    private static readonly string s_2012 = Repository.PathTo("images", "windows-2012.img.gz");

    // The boot NIC of this table is 08:04.0.
    private static readonly string s_two = Repository.Fixture("handmade", "two.bin");

    [Theory]
    [InlineData("windows-2012.img.gz", "Windows Server 2012 and 8 (2012)")]
    [InlineData("windows-7.img.gz", "Windows 7 and Server 2008 R2 (2008r2)")]
    [InlineData("windows-11.img.gz", "Windows Server 2022 and 11 to 23H2 (11)")]
    public async Task The_images_of_the_repository_are_ready_through_the_nic_they_were_set_up_through(string name, string rules)
    {
        var ended = await Inspect(Repository.PathTo("images", name));
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.StartsWith("nothing is wrong for a boot from iSCSI through 08:04.1", ended.Output, StringComparison.Ordinal);
        Assert.Contains($"rules of {rules}", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_whose_first_nic_is_the_other_port_is_what_is_wrong()
    {
        var ended = await Inspect(s_2012, "--table", s_two);
        Assert.Equal(1, ended.ExitCode);
        Assert.StartsWith("Windows does not boot from iSCSI (stop 0x7B): NIC 08:04.0: ms_wfplwf_lower is bound to the NIC", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_gives_its_nics_names()
    {
        using var folder = new TemporaryFolder();
        var machine = folder.PathTo("machine.yaml");
        await File.WriteAllTextAsync(machine, """
            machine:
              firmware: bios
              nics:
                - {name: lan, mac: "52:54:00:00:08:40", pci: "08:04.0"}
                - {name: san, mac: "52:54:00:00:08:41", pci: "08:04.1"}
            """, TestContext.Current.CancellationToken);
        var ended = await Inspect(s_2012, "--machine", machine);
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("08:04.0 (lan) could not: W-LWF-1; 08:04.1 (san) could carry the boot", ended.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rules_of_another_version_and_the_next_control_set_can_be_asked_for()
    {
        var xp = await Inspect(s_2012, "--os", "2003");
        Assert.Equal(1, xp.ExitCode);
        Assert.Contains("rules of Windows XP and Server 2003", xp.Output, StringComparison.Ordinal);
        Assert.Contains("sanbootconf", xp.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Inspect(s_2012, "--control-set", "default")).ExitCode);
    }

    [Fact]
    public async Task Json_and_html_say_the_same()
    {
        var json = JsonDocument.Parse((await Inspect(s_2012, "--table", s_two, "--format", "json")).Output).RootElement;
        Assert.Equal(("bootlab/image-inspect/1", true), (json.GetProperty("schema").GetString(), json.GetProperty("wrong").GetBoolean()));
        Assert.Equal(["no", "yes"], json.GetProperty("nics").EnumerateArray().Select(nic => nic.GetProperty("can_boot").GetString()));

        var html = await Inspect(s_2012, "--table", s_two, "--format", "html");
        Assert.Equal(1, html.ExitCode);
        Assert.Contains(json.GetProperty("verdict").GetString()!, html.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_used_ends_with_its_own_code()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(3, (await Inspect(folder.PathTo("none.img"))).ExitCode);
        Assert.Equal(2, (await Inspect(s_2012, "--os", "beos")).ExitCode);
        Assert.Equal(2, (await Inspect(s_2012, "--control-set", "failed")).ExitCode);
        Assert.Equal(2, (await Inspect(s_2012, "--format", "yaml")).ExitCode);
        Assert.Equal(2, (await Inspect("iscsi://nobody")).ExitCode);
        Assert.Equal(2, (await Inspect(s_2012, "--lab", "x", "--machine", "y")).ExitCode);

        var empty = folder.PathTo("empty.img");
        await File.WriteAllBytesAsync(empty, new byte[1 << 20], TestContext.Current.CancellationToken);
        var ended = await Inspect(empty);
        Assert.Equal(1, ended.ExitCode);
        Assert.StartsWith("Windows is not reached: boot sector", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disc_for_set_up_is_no_installed_windows()
    {
        var ended = await Inspect(Repository.PathTo("images", "bios-cd.iso.gz"));
        Assert.Equal(0, ended.ExitCode);
        Assert.StartsWith("a disc to start from, on which no Windows is installed: boot catalogue, El Torito image in sector ", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_of_a_target_is_read_as_a_boot_program_would()
    {
        using var server = TargetServeTests.Start("target", "serve", s_2012, "--portal", "127.0.0.1:0", "--iqn", "iqn.2026-11.lab.test:windows");
        var url = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        try
        {
            var ended = await Inspect($"{url}/0");
            Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
            Assert.StartsWith("nothing is wrong for a boot from iSCSI through 08:04.1", ended.Output, StringComparison.Ordinal);
            Assert.Equal(new Ended(3, "", $"bootlab: {url}/7: the target has no such unit, expected one that it serves\n"), await Inspect($"{url}/7"));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Another_format_is_read_through_qemu()
    {
        var convert = Requires.Tool("qemu-img", "qemu-utils");
        using var folder = new TemporaryFolder();
        var raw = folder.PathTo("disk-1");
        await using (var packed = new GZipStream(File.OpenRead(s_2012), CompressionMode.Decompress))
        await using (var file = File.Create(raw))
        {
            await packed.CopyToAsync(file, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, PeerProcess.Run(convert, ["convert", "-O", "vhdx", raw, folder.PathTo("disk-2")]).ExitCode);
        var ended = await Inspect(folder.PathTo("disk-2"));
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("VHDX image, read through qemu-nbd", ended.Output, StringComparison.Ordinal);
        Assert.Equal(FromTheNics((await Inspect(raw)).Output), FromTheNics(ended.Output.Replace("disk-2", "disk-1", StringComparison.Ordinal)));

        static string FromTheNics(string report) => report[report.IndexOf("\nWhich NICs", StringComparison.Ordinal)..];
    }

    [Fact]
    public async Task An_image_that_was_cut_off_behind_all_that_is_read_is_wrong()
    {
        const int Kept = 20_000_000;
        using var folder = new TemporaryFolder();
        var cut = folder.PathTo("cut.img");
        await using (var packed = new GZipStream(File.OpenRead(s_2012), CompressionMode.Decompress))
        await using (var file = File.Create(cut))
        {
            await packed.CopyToAsync(file, TestContext.Current.CancellationToken);
            file.SetLength(Kept);
        }

        var ended = await Inspect(cut);
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("the image ends before its partition does", ended.Output, StringComparison.Ordinal);
    }

    private static Task<Ended> Inspect(params string[] args) => Bootlab.RunAsync(["image", "inspect", .. args]);
}
