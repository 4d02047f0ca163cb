using System.Text.Json.Nodes;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

/// <summary><c>bootlab report</c>: an account of a boot, and what stays out of it.</summary>
public sealed class ReportCommandTests
{
    private static readonly string s_lab = Repository.PathTo("labs", "second-nic-dead");

    [Fact]
    public async Task A_labs_boot_becomes_an_account_with_its_predictions_and_what_somebody_saw()
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathTo("report.md");
        var run = await Bootlab.RunAsync("report", "--lab", s_lab, "--os", "2012-hotfix", "--outcome", "code-31", "--note", "The port with 52:54:00:00:08:40 has Code 31", "-o", file);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"bootlab: wrote {file}; read it before you send it", run.Error, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("- Outcome: code-31\n- Note: The port with 52:54:00:b0:00:", text);
        Assert.Contains("- Boot program: gpxe-1.0.0, emulated, undi driver\n", text);
        Assert.Contains("- Predicted, profile seed-ordering: ", text);
        Assert.All(["server1", "server2012", "52:54:00:00:08", "525400000841", "10.9.0.", "4c4c4544", "lab.boot", "second-nic-dead"], word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
        var json = JsonNode.Parse(text.Split("```json\n")[1].Split("\n```")[0])!;
        Assert.Equal(("bootlab/report/1", "code-31", "windows-2012-hotfix"), ((string)json["schema"]!, (string)json["outcome"]!, (string)json["os"]!["system"]!));
        Assert.Equal(["windows", "seed-ordering"], json["predictions"]!.AsArray().Select(prediction => (string)prediction!["profile"]!));
        Assert.Equal(720, ((string)json["table"]!["bytes"]!).Length / 2);
    }

    [Fact]
    public async Task A_boot_that_was_watched_brings_its_table_and_what_was_seen()
    {
        using var folder = new TemporaryFolder();
        Write(folder);
        var run = await Bootlab.RunAsync("report", "--run", folder.Root, "--format", "json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var json = JsonNode.Parse(run.Output)!;
        Assert.Equal(("restarts", 1, "ipxe-qemu 1"), ((string)json["observation"]!["reached"]!, (int)json["observation"]!["restarts"]!, (string)json["boot_program"]!));
        Assert.Equal("0x9e620", (string)json["table"]!["address"]!);
        Assert.Equal((string)json["table"]!["bytes"]!, (string)json["observation"]!["table"]!["bytes"]!);
        Assert.DoesNotContain("second-nic", run.Output);
    }

    [Fact]
    public async Task An_account_that_was_sent_in_is_predicted_again_and_held_against_what_happened()
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathTo("report.md");
        await Bootlab.RunAsync("report", "--lab", Repository.PathTo("labs", "code-31"), "--outcome", "code-31", "--note", "on the lan card", "-o", file);
        var agrees = await Bootlab.RunAsync("report", "--check", file);
        Assert.Equal((0, ""), (agrees.ExitCode, agrees.Error));
        Assert.StartsWith($"{file}: Windows Server 2012 and 8, code-31; written by BootLab ", agrees.Output, StringComparison.Ordinal);
        Assert.Contains("windows        agrees: code-31\n", agrees.Output);
        Assert.Contains("foretold: boots, code-31; S11 second plug and play, by N-2\n", agrees.Output);
        Assert.DoesNotContain("by its sender's BootLab", agrees.Output);

        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text.Replace("\"outcome\": \"code-31\"", "\"outcome\": \"stop-7b\"", StringComparison.Ordinal).Replace("\"deciding\": \"N-2\"", "\"deciding\": \"N-3\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var differs = await Bootlab.RunAsync("report", "--check", file);
        Assert.Equal(1, differs.ExitCode);
        Assert.Contains("windows        differs: stop-7b\n", differs.Output);
        Assert.Contains("by its sender's BootLab: boots, code-31; S11 second plug and play, by N-3, which differs\n", differs.Output);
        var json = JsonNode.Parse((await Bootlab.RunAsync("report", "--check", file, "--format", "json")).Output)!;
        Assert.Equal(("bootlab/report-check/1", "2012", "differs", false), ((string)json["schema"]!, (string)json["release"]!, (string)json["profiles"]![0]!["agreement"]!, (bool)json["profiles"]![0]!["as_sent"]!));

        await File.WriteAllTextAsync(file, text.Replace("\"mac\": \"", "\"mac\": \"x", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var broken = await Bootlab.RunAsync("report", "--check", file);
        Assert.Equal((3, ""), (broken.ExitCode, broken.Output));
        Assert.Matches(@"report\.md:[0-9]+:[0-9]+: found 'x[0-9a-f:]+', expected a MAC address such as ""52:54:00:12:34:56""", broken.Error);
    }

    [Fact]
    public async Task What_predictions_take_from_the_disk_is_said_to_be_missing()
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathTo("report.md");
        await Bootlab.RunAsync("report", "--lab", Repository.PathTo("labs", "code-31"), "--image", Repository.PathTo("images", "windows-2012.img.gz"), "--outcome", "stop-7b", "-o", file);
        var check = await Bootlab.RunAsync("report", "--check", file);
        Assert.Contains("not here       the disk of Windows: what the sender's BootLab foretold goes before what is foretold without\n", check.Output);
        Assert.Contains("windows        differs: stop-7b\n", check.Output);
        Assert.Contains("by its sender's BootLab: crash and reboot (0x7B); S5 ndis, by W-LWF-1, which agrees\n", check.Output);
        Assert.Equal(0, check.ExitCode);

        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text.Replace("\"outcome\": \"stop-7b\"", "\"outcome\": \"boots\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal(1, (await Bootlab.RunAsync("report", "--check", file)).ExitCode);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, "--check", "TABLE", "--os", "2012")]
    [InlineData(3, "--check", "/nowhere/report.md")]
    [InlineData(3, "--check", "TABLE")]
    [InlineData(2, "--lab", "LAB", "--outcome", "it died")]
    [InlineData(2, "--lab", "LAB", "--os", "windows-95")]
    [InlineData(2, "--run", "FOLDER", "--table", "TABLE")]
    [InlineData(3, "--run", "/nowhere")]
    [InlineData(3, "--run", "BROKEN")]
    [InlineData(3, "--run", "MISFIT")]
    [InlineData(3, "--lab", "/nowhere/lab")]
    public async Task What_does_not_fit_together_is_refused(int exitCode, params string[] args)
    {
        using var folder = new TemporaryFolder();
        Write(folder);
        folder.Write("broken/observation.json", "{}"u8);
        folder.Write("misfit/observation.json", System.Text.Encoding.UTF8.GetBytes((await File.ReadAllTextAsync(folder.PathTo("observation.json"), TestContext.Current.CancellationToken)).Replace("0x9e620", "0xfffff", StringComparison.Ordinal)));
        string[] words = [.. args.Select(word => word switch { "LAB" => s_lab, "FOLDER" => folder.Root, "BROKEN" => folder.PathTo("broken"), "MISFIT" => folder.PathTo("misfit"), "TABLE" => Repository.Fixture("handmade", "two.bin"), _ => word })];
        var run = await Bootlab.RunAsync(["report", .. words]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith("bootlab: ", run.Error);
    }

    private static void Write(TemporaryFolder folder) => folder.Write("observation.json", System.Text.Encoding.UTF8.GetBytes($$"""
        {
          "schema": "bootlab/observation/1", "lab": "second-nic-dead", "lab_file": "{{Path.Combine(s_lab, "lab.yaml")}}", "end": "limit", "seconds": 100,
          "table": {"of": "gpxe-1.0.0", "hand_over": "lowmem", "address": "0x9e620", "bytes": "{{Convert.ToHexString(File.ReadAllBytes(Repository.Fixture("handmade", "two.bin")))}}"},
          "image": {"format": "vhdx", "bytes": 1073741824}, "bootlab": "0.1.0", "qemu": "7.2.22", "package": "ipxe-qemu 1", "accelerator": "tcg", "firmware": "bios", "memory_mib": 4096,
          "boots": [{"at": 0, "boot_sector_at": 6, "logins": [], "nics": [], "crashes": []}, {"at": 60, "logins": [], "nics": [], "crashes": []}], "notes": []
        }
        """));
}
