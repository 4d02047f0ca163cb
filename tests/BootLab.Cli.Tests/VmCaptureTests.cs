using System.Diagnostics;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

/// <summary><c>bootlab vm capture</c>: a real boot, what it leaves, and how the command ends.</summary>
public sealed class VmCaptureTests
{
    private static readonly string s_lab = Repository.PathTo("tests", "labs", "ipxe-debian-1nic");

    [Fact]
    public async Task Capture_holds_the_table_of_real_iPXE_against_the_emulated_one_and_saves_it()
    {
        NeedsRealIpxe();
        using var folder = new TemporaryFolder();
        var run = await Bootlab.RunAsync("vm", "capture", Repository.PathTo("tests", "labs", "ipxe-debian-chap"), "--save", folder.Root);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("console: Registered SAN device 0x80\n", run.Output);
        Assert.EndsWith("equal: both left the same 589 bytes at 0x9e620\n", run.Output);
        Assert.DoesNotContain("secretsecret1", run.Output);
        Assert.DoesNotContain("secretsecret1", await File.ReadAllTextAsync(folder.PathTo("console.txt"), TestContext.Current.CancellationToken));
        Assert.Equal(
            await File.ReadAllBytesAsync(Repository.Fixture("captured", "ipxe-debian-chap", "table.bin"), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(folder.PathTo("table.bin"), TestContext.Current.CancellationToken));
        Assert.All(
            ["table.bin", "lab.yaml", "boot.pcapng"],
            name => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(folder.PathTo(name))));
    }

    [Fact]
    public async Task Other_bytes_than_the_emulated_ones_are_a_finding()
    {
        NeedsRealIpxe();
        // Taken as iPXE starts: whatever the guest still does until it is stopped, the drive is a long way off.
        var run = await Bootlab.RunAsync("vm", "capture", s_lab, "--marker", "Features:");
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.EndsWith("different: the real boot left no table, the emulated one 571 bytes at 0x9e620\n", run.Output);
    }

    [Fact]
    public async Task Without_QEMU_it_says_what_to_install()
    {
        NeedsRealIpxe();
        using var folder = new TemporaryFolder();
        using var bootlab = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bootlab.dll"), "vm", "capture", s_lab])
        {
            Environment = { ["PATH"] = folder.Root },
            RedirectStandardError = true,
        })!;
        var error = await bootlab.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bootlab.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((4, "bootlab: qemu-system-x86_64 is not installed: apt-get install qemu-system-x86\n"), (bootlab.ExitCode, error));
    }

    [Theory]
    [InlineData(2, "LAB", "--until", "done")]
    [InlineData(2, "LAB", "--by", "acpi")]
    [InlineData(2, "LAB", "--hand-over", "TABLE", "--by", "magic")]
    [InlineData(2, "LAB", "--limit", "0")]
    [InlineData(3, "LAB", "--hand-over", "/nowhere/table.bin")]
    [InlineData(3, "LAB", "--disk", "/nowhere/disk.img")]
    [InlineData(3, "/nowhere/lab")]
    public async Task Wrong_arguments_are_refused_before_any_guest_starts(int exitCode, params string[] args)
    {
        string[] words = [.. args.Select(word => word switch { "LAB" => s_lab, "TABLE" => Repository.Fixture("handmade", "two.bin"), _ => word })];
        var run = await Bootlab.RunAsync(["vm", "capture", .. words]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith("bootlab: ", run.Error);
    }

    [Fact]
    public async Task A_disk_that_cannot_be_read_is_refused_in_the_words_of_who_reads_it()
    {
        Requires.Tool("qemu-nbd", "qemu-utils");
        using var folder = new TemporaryFolder();
        var disk = folder.Write("windows.vhdx", "vhdxfile and more"u8);
        var run = await Bootlab.RunAsync("vm", "capture", s_lab, "--disk", disk);
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("bootlab: qemu-nbd: ", run.Error, StringComparison.Ordinal);
    }

    internal static void NeedsRealIpxe()
    {
        Requires.Tool("qemu-system-x86_64", "qemu-system-x86");
        if (!Directory.Exists("/usr/lib/ipxe/qemu"))
        {
            Requires.Missing("/usr/lib/ipxe/qemu is not there: apt-get install ipxe-qemu");
        }
    }
}
