using System.Diagnostics;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

/// <summary>Guests of a <c>bootlab</c> of its own process: nothing of them stays, however it ends, and what the host lacks is named.</summary>
public sealed class VmProcessTests
{
    [Fact]
    public async Task No_guest_outlives_a_killed_bootlab_and_the_next_one_tidies_up()
    {
        VmCommandTests.NeedsGuests();
        using var folder = new TemporaryFolder();
        using var bootlab = Start(folder, "vm", "check", VmCommandTests.Table("two"));
        var guest = await WaitForGuestAsync(bootlab, folder);
        bootlab.Kill(); // SIGKILL, to this process alone
        await bootlab.WaitForExitAsync(Token);

        await AssertGoneAsync(guest);
        Assert.Single(Directory.EnumerateDirectories(folder.Root, "bootlab-vm-*"));

        using var next = Start(folder, "vm", "check", VmCommandTests.Table("two"));
        Assert.Equal(0, (await EndAsync(next)).ExitCode);
        Assert.Empty(Directory.EnumerateDirectories(folder.Root, "bootlab-vm-*"));
    }

    [Fact]
    public async Task No_guest_outlives_an_interrupted_bootlab()
    {
        VmCommandTests.NeedsGuests();
        using var folder = new TemporaryFolder();
        using var bootlab = Start(folder, "vm", "run", Repository.PathTo("labs", "linux-login"), "--out", folder.PathTo("out"));
        var guest = await WaitForGuestAsync(bootlab, folder);
        PeerProcess.Signal(bootlab.Id, "INT"); // as Ctrl-C does

        var ended = await EndAsync(bootlab);

        Assert.Equal((3, "bootlab: linux-login: interrupted\n"), (ended.ExitCode, ended.Error));
        await AssertGoneAsync(guest);
        Assert.Empty(Directory.EnumerateDirectories(folder.Root, "bootlab-vm-*"));
    }

    [Fact]
    public async Task No_system_that_is_watched_outlives_an_interrupted_bootlab_and_what_was_seen_is_kept()
    {
        VmCaptureTests.NeedsRealIpxe();
        using var folder = new TemporaryFolder();
        using var bootlab = Start(folder, "vm", "run", Repository.PathTo("labs", "second-nic-mended"), "--image", folder.Write("disk.img", new byte[32 << 20]), "--out", folder.PathTo("out"));
        var guest = await WaitForGuestAsync(bootlab, folder);
        PeerProcess.Signal(bootlab.Id, "INT");

        var ended = await EndAsync(bootlab);

        // It may be interrupted while QEMU is still being connected to.
        Assert.True(ended is { ExitCode: 0, Error: "" } or { ExitCode: 3, Error: "bootlab: second-nic-mended: interrupted before the system was started\n" }, ended.Error);
        Assert.Equal(ended.ExitCode == 0, File.Exists(folder.PathTo("out/observation.json")) && (await File.ReadAllTextAsync(folder.PathTo("out/observation.json"), Token)).Contains("\"end\": \"interrupted\"", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(folder.PathTo("out"), "*.new"));
        await AssertGoneAsync(guest);
        Assert.Empty(Directory.EnumerateDirectories(folder.Root, "bootlab-vm-*"));
    }

    [Fact]
    public async Task Two_at_the_same_time_do_not_disturb_each_other()
    {
        VmCommandTests.NeedsGuests();
        using var folder = new TemporaryFolder();
        using var one = Start(folder, "vm", "check", VmCommandTests.Table("two"), "--fresh");
        using var other = Start(folder, "vm", "check", VmCommandTests.Table("two"));

        var (first, second) = (await EndAsync(one), await EndAsync(other));

        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.StartsWith($"{VmCommandTests.Table("two")}: accepted\n", first.Output);
        Assert.Equal(first, second);
        Assert.Null(FindGuest(folder));
        Assert.Empty(Directory.EnumerateDirectories(folder.Root, "bootlab-vm-*"));
    }

    [Fact]
    public async Task Without_QEMU_its_package_is_named()
    {
        VmCommandTests.NeedsGuests();
        using var folder = new TemporaryFolder();
        await AssertLackAsync(folder, "qemu-system-x86_64 is not installed: apt-get install qemu-system-x86", new() { ["PATH"] = "/nowhere" }, "vm", "check", VmCommandTests.Table("two"));
    }

    [Fact]
    public async Task Without_qemu_nbd_its_package_is_named()
    {
        using var folder = new TemporaryFolder();
        var image = folder.PathTo("disk.qcow2");
        Assert.Equal(0, PeerProcess.Run(Requires.Tool("qemu-img", "qemu-utils"), ["create", "-f", "qcow2", image, "1M"]).ExitCode);
        await AssertLackAsync(folder, "qemu-nbd is not installed: apt-get install qemu-utils", new() { ["PATH"] = "/nowhere" }, "target", "serve", image);
    }

    [Fact]
    public async Task Without_wimlib_its_package_is_named()
    {
        Requires.Tool("mkntfs", "ntfs-3g");
        using var folder = new TemporaryFolder();
        await AssertLackAsync(folder, "wimcapture is not installed: apt-get install wimtools", new() { ["PATH"] = "/usr/sbin" }, "image", "create", "--kind", "windows-2012", "-o", folder.PathTo("disk.img"));
    }

    [Fact]
    public async Task Without_a_kernel_in_the_archive_it_is_said_what_to_add()
    {
        VmCommandTests.NeedsGuests();
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathTo("bin"));
        foreach (var (program, package) in new[] { ("dpkg-deb", "dpkg"), ("busybox", "busybox-static") })
        {
            File.CreateSymbolicLink(folder.PathTo("bin", program), Requires.Tool(program, package));
        }

        foreach (var (program, exitCode) in new[] { ("apt-get", 0), ("apt-cache", 100) })
        {
            var file = folder.Write($"bin/{program}", System.Text.Encoding.ASCII.GetBytes($"#!/bin/sh\nexit {exitCode}\n"));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        await AssertLackAsync(
            folder,
            "apt offers no linux-image-amd64, from which the guests' kernel is taken: add a Debian archive for amd64 to /etc/apt/sources.list, then apt-get update",
            new() { ["PATH"] = folder.PathTo("bin"), ["XDG_CACHE_HOME"] = folder.PathTo("cache") },
            "vm", "prepare");
    }

    [Fact]
    public async Task Without_UEFI_firmware_its_package_is_named()
    {
        VmCommandTests.NeedsGuests();
        using var folder = new TemporaryFolder();
        await AssertLackBehindAsync(folder, "/usr/share/OVMF", "/usr/share/OVMF/OVMF_VARS_4M.fd is not installed: apt-get install ovmf", "vm", "run", Repository.PathTo("labs", "second-nic-dead"), "--producer", "EDK2", "--out", folder.PathTo("out"));
    }

    [Fact]
    public async Task Without_iPXEs_ROMs_their_package_is_named()
    {
        VmCaptureTests.NeedsRealIpxe();
        using var folder = new TemporaryFolder();
        await AssertLackBehindAsync(folder, "/usr/lib/ipxe/qemu", "apt-get install ipxe-qemu", "vm", "capture", Repository.PathTo("tests", "labs", "ipxe-debian-1nic"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Program => Path.Combine(AppContext.BaseDirectory, "bootlab.dll");

    private static async Task AssertLackAsync(TemporaryFolder folder, string message, Dictionary<string, string> environment, params string[] args)
    {
        using var bootlab = Start(folder, environment, "dotnet", [Program, .. args]);
        Assert.Equal(new Ended(4, "", $"bootlab: {message}\n"), await EndAsync(bootlab));
    }

    /// <summary>The same with a folder of the host hidden from the command.</summary>
    private static async Task AssertLackBehindAsync(TemporaryFolder folder, string hidden, string message, params string[] args)
    {
        string[] apart = ["--user", "--map-root-user", "--mount"];
        if (PeerProcess.Run("unshare", [.. apart, "true"]).ExitCode != 0)
        {
            Requires.Missing("a folder cannot be hidden from a process here: allow user namespaces");
        }

        using var bootlab = Start(folder, [], "unshare", [.. apart, "/bin/sh", "-c", "mount -t tmpfs none \"$1\" && shift && exec dotnet \"$@\"", "sh", hidden, Program, .. args]);
        var ended = await EndAsync(bootlab);
        Assert.Equal((4, ""), (ended.ExitCode, ended.Output));
        Assert.EndsWith($"{message}\n", ended.Error);
        Assert.Equal(1, ended.Error.Count(letter => letter == '\n'));
    }

    private static Process Start(TemporaryFolder folder, params string[] args) => Start(folder, [], "dotnet", [Program, .. args]);

    /// <summary>Starts a program whose run folders are in a folder of its own.</summary>
    private static Process Start(TemporaryFolder folder, Dictionary<string, string> environment, string program, string[] args)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TMPDIR"] = folder.Root;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task<Ended> EndAsync(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token).WaitAsync(Wait.Limit, Token);
        return new Ended(process.ExitCode, await output, await error);
    }

    private static async Task<string> WaitForGuestAsync(Process bootlab, TemporaryFolder folder)
    {
        while (true)
        {
            Assert.False(bootlab.HasExited, "bootlab ended before its guest was seen");
            if (FindGuest(folder) is { } guest)
            {
                return guest;
            }

            await Task.Delay(20, Token);
        }
    }

    private static async Task AssertGoneAsync(string guest)
    {
        await Wait.UntilAsync(() => !Directory.Exists($"/proc/{guest}"), () => $"QEMU {guest} still runs");
    }

    /// <summary>The QEMU whose files are in a folder; the watchdog has the same arguments, but is a shell.</summary>
    private static string? FindGuest(TemporaryFolder folder) => Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).FirstOrDefault(process =>
    {
        try
        {
            var arguments = File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
            return arguments[0].EndsWith("/qemu-system-x86_64", StringComparison.Ordinal) && arguments.Any(argument => argument.Contains(folder.Root, StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false; // no process, or one that has ended meanwhile
        }
    });
}
