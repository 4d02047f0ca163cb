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
        Assert.Equal(("bootlab/report/1", "code-31", "2012-hotfix"), ((string)json["schema"]!, (string)json["outcome"]!, (string)json["windows"]!["release"]!));
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

    [Theory]
    [InlineData(2)]
    [InlineData(2, "--lab", "LAB", "--outcome", "it died")]
    [InlineData(2, "--lab", "LAB", "--os", "windows-95")]
    [InlineData(2, "--run", "FOLDER", "--table", "TABLE")]
    [InlineData(3, "--run", "/nowhere")]
    [InlineData(3, "--run", "BROKEN")]
    [InlineData(3, "--lab", "/nowhere/lab")]
    public async Task What_does_not_fit_together_is_refused(int exitCode, params string[] args)
    {
        using var folder = new TemporaryFolder();
        Write(folder);
        folder.Write("broken/observation.json", "{}"u8);
        string[] words = [.. args.Select(word => word switch { "LAB" => s_lab, "FOLDER" => folder.Root, "BROKEN" => folder.PathTo("broken"), "TABLE" => Repository.Fixture("handmade", "two.bin"), _ => word })];
        var run = await Bootlab.RunAsync(["report", .. words]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith("bootlab: ", run.Error);
    }

    private static void Write(TemporaryFolder folder) => folder.Write("observation.json", System.Text.Encoding.UTF8.GetBytes($$"""
        {
          "schema": "bootlab/observation/1", "lab": "second-nic-dead", "lab_file": "{{Path.Combine(s_lab, "lab.yaml")}}", "end": "limit", "seconds": 100,
          "table": {"of": "gpxe-1.0.0", "hand_over": "lowmem", "address": "0x9e620", "bytes": "{{Convert.ToHexString(File.ReadAllBytes(Repository.Fixture("handmade", "two.bin")))}}"},
          "image": {"format": "vhdx", "bytes": 1073741824}, "bootlab": "0.1.0", "qemu": "7.2.22", "package": "ipxe-qemu 1", "accelerator": "tcg", "memory_mib": 4096,
          "boots": [{"at": 0, "boot_sector_at": 6, "logins": [], "nics": [], "crashes": []}, {"at": 60, "logins": [], "nics": [], "crashes": []}], "notes": []
        }
        """));
}
