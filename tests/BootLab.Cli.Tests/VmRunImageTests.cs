using System.Text.Json.Nodes;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

/// <summary><c>bootlab vm run --image</c>: a disk of one's own, and what the command leaves of watching it.</summary>
public sealed class VmRunImageTests
{
    private static readonly string s_lab = Repository.PathTo("labs", "second-nic-mended");

    [Fact]
    public async Task What_was_seen_goes_into_files_that_can_be_sent_in()
    {
        VmCaptureTests.NeedsRealIpxe();
        using var folder = new TemporaryFolder();
        var image = folder.Write("disk.img", Disk(switchOff: "ba0406b80020ef"));
        var digest = System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(image, TestContext.Current.CancellationToken));
        var run = await Bootlab.RunAsync("vm", "run", s_lab, "--image", image, "--minutes", "8", "--out", folder.PathTo("out"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("second-nic-mended, table of bootlab, in low memory: a boot sector was entered; no initiator of the system logged in\n", run.Output);
        Assert.Contains("the system switched the machine off\n", run.Output);
        Assert.Equal(
            ["guest-console.txt", "guest-screen.png", "guest.pcapng", "observation.json", "table.bin"],
            Directory.EnumerateFiles(folder.PathTo("out")).Select(path => Path.GetFileName(path)).Order());
        var observation = JsonNode.Parse(await File.ReadAllTextAsync(folder.PathTo("out/observation.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal(("bootlab/observation/1", "not-logged-in", "switched-off"), ((string)observation["schema"]!, (string)observation["reached"]!, (string)observation["end"]!));
        Assert.Equal(Convert.ToHexStringLower(await File.ReadAllBytesAsync(folder.PathTo("out/table.bin"), TestContext.Current.CancellationToken)), (string)observation["table"]!["bytes"]!);
        Assert.Equal(digest, System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(image, TestContext.Current.CancellationToken)));
        if (!OperatingSystem.IsWindows())
        {
            foreach (var path in Directory.EnumerateFiles(folder.PathTo("out")))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
    }

    [Theory]
    [InlineData(2, "--minutes", "5")]
    [InlineData(2, "--hand-over", "acpi")]
    [InlineData(2, "--image", "DISK", "--hand-over", "magic")]
    [InlineData(2, "--image", "DISK", "--minutes", "0")]
    [InlineData(2, "--image", "DISK", "--at", "0x80001")]
    [InlineData(2, "--image", "DISK", "--at", "0x80000", "--hand-over", "acpi")]
    [InlineData(2, "--image", "DISK", "--network", "user")]
    [InlineData(2, "--image", "DISK", "--deadline", "boot=5")]
    [InlineData(2, "--image", "DISK", "--producer", "nobody")]
    [InlineData(3, "--image", "/nowhere/disk.img")]
    [InlineData(3, "--image", "FOLDER")]
    [InlineData(3, "--image", "DISK", "--table", "FOLDER")]
    [InlineData(3, "--image", "DISK", "--cdrom", "FOLDER")]
    [InlineData(3, "--image", "DISK", "--out", "DISK")]
    [InlineData(3, "--image", "DISK", "--table", "/nowhere/table.bin")]
    [InlineData(3, "--image", "DISK", "--table", "/dev/null")]
    public async Task Wrong_arguments_are_refused_before_any_guest_starts(int exitCode, params string[] args)
    {
        using var folder = new TemporaryFolder();
        string[] words = [.. args.Select(word => word switch { "DISK" => folder.Write("disk.img", new byte[512]), "FOLDER" => folder.Root, _ => word })];
        var run = await Bootlab.RunAsync(["vm", "run", s_lab, .. args.Contains("--out") ? [] : new[] { "--out", folder.PathTo("out") }, .. words]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith("bootlab: ", run.Error);
        Assert.Matches(exitCode == 3 ? "expected|give the path" : "", run.Error); // how to mend it
    }

    private static byte[] Disk(string switchOff)
    {
        const int size = 32 << 20; // iPXE guesses no geometry for less than 8 MB
        var disk = new byte[size];
        Convert.FromHexString(switchOff + "f4ebfd").CopyTo(disk, 0);
        (disk[510], disk[511]) = (0x55, 0xaa);
        return disk;
    }
}
