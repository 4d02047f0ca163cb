using System.IO.Compression;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using BootLab.Ibft;
using BootLab.ImageMaker;
using BootLab.Labs.Files;
using BootLab.Report.Accounts;
using BootLab.Testing;
using BootLab.Vm.Judging;
using BootLab.Vm.Qemu;
using BootLab.Vm.Systems;
using BootLab.Vm.Tests.Capture;
using Xunit;

namespace BootLab.Vm.Tests.Systems;

/// <summary>Systems that know nothing of being watched, on disks of somebody's own: what shows of each is written down, and no more.</summary>
public sealed class SystemBootTests(Guests guests)
{
    // Boot sectors: restart by the keyboard controller; switch off by the PIIX4's power management; halt.
    private const string Restart = "b0 fe e6 64 f4 eb fd";
    private const string SwitchOff = "ba 04 06 b8 00 20 ef f4 eb fd";
    private const string Halt = "f4 eb fd";

    private static readonly SystemBootOptions s_patient = new() { Image = "", Limit = Wait.Limit };

    [Fact]
    public async Task A_system_that_logs_in_by_the_table_is_told_from_its_boot_program()
    {
        CaptureTests.NeedsRealIpxe();
        var (watched, frames) = await BootAsync(LinuxBootDisk.Make(File.ReadAllBytes(guests.Pieces.PackedKernel), SanLinuxTests.Packed(guests.Pieces.LoginSystem), SanLinuxTests.CommandLine), s_patient);
        var seen = watched.Seen;
        Assert.Equal((Reached.LoggedIn, WatchEnd.SwitchedOff, 0), (seen.Reached, seen.End, seen.Restarts));
        var boot = Assert.Single(seen.Boots);
        Assert.Equal([false, true], boot.Logins.Select(login => login.IsSystem));
        Assert.Equal(IbftReader.Read(seen.Table).Initiator!.Name.ToString(), boot.SystemLogin!.Initiator);
        Assert.StartsWith("00023d", boot.SystemLogin.Isid, StringComparison.Ordinal); // open-iscsi
        Assert.True(boot.BootSectorAt < boot.SystemLogin.At);
        var (san, lan) = (boot.Nics[0], boot.Nics[1]);
        Assert.Equal(["PXEClient"], san.DhcpClients);
        Assert.StartsWith("udhcp", Assert.Single(lan.DhcpClients), StringComparison.Ordinal); // busybox' client
        Assert.True(lan.FramesAfterLogin > 0 && san.FramesAfterLogin < san.Frames);
        Assert.NotNull(watched.Screen);
        Assert.InRange(frames.Length, 1, 4 << 20); // Linux itself, which went over the wire, is larger
    }

    [Fact]
    public async Task On_UEFI_the_table_comes_by_ACPI()
    {
        CaptureTests.NeedsUefi();
        UefiLinuxDisk.NeedsTools();
        using var folder = new TemporaryFolder();
        var disk = UefiLinuxDisk.Make(folder, guests.Pieces.PackedKernel, SanLinuxTests.Packed(guests.Pieces.LoginSystem), SanLinuxTests.CommandLine);
        var (watched, _) = await BootAsync(disk, s_patient, "uefi");
        Assert.Equal((Reached.LoggedIn, WatchEnd.SwitchedOff, "acpi"), (watched.Seen.Reached, watched.Seen.End, watched.Seen.HandOver));
        Assert.Equal((null, null), (watched.Seen.Address, watched.Seen.Boots[0].BootSectorAt));
    }

    [Fact]
    public async Task A_system_that_crashes_and_restarts_is_given_its_table_each_time()
    {
        CaptureTests.NeedsRealIpxe();
        var disk = LinuxBootDisk.Make(File.ReadAllBytes(guests.Pieces.PackedKernel), SanLinuxTests.Packed(guests.Pieces.LoginSystem), "console=ttyS0 quiet panic=-1 bootlab.mark=1 bootlab.instead=crash");
        var (watched, _) = await BootAsync(disk, s_patient with { Restarts = 0 });
        Assert.Equal((Reached.Restarts, WatchEnd.RestartedTooOften, 1), (watched.Seen.Reached, watched.Seen.End, watched.Seen.Restarts));
        Assert.Equal(new uint?[] { null }, watched.Seen.Boots[0].Panics.Select(panic => panic.StopCode)); // a stop code that nobody gave is not made up
        Assert.Null(watched.Seen.Boots[0].SystemLogin);
    }

    [Fact]
    public async Task Restarts_without_a_word_are_counted_and_each_boot_is_its_own()
    {
        CaptureTests.NeedsRealIpxe();
        var (watched, _) = await BootAsync(Disk(Restart), s_patient with { Restarts = 1, Address = 0x80000 });
        Assert.Equal((Reached.Restarts, WatchEnd.RestartedTooOften, 2), (watched.Seen.Reached, watched.Seen.End, watched.Seen.Restarts));
        Assert.Equal(0x80000ul, watched.Seen.Address);
        Assert.All(watched.Seen.Boots.Take(2), boot => Assert.False(Assert.Single(boot.Logins).IsSystem));
        Assert.All(watched.Seen.Boots.Take(2), boot => Assert.NotNull(boot.BootSectorAt));
        Assert.Equal(2, watched.BeforeRestarts.Count);
        Assert.Empty(watched.Seen.Boots[2].Logins);
    }

    [Fact]
    public async Task A_disk_that_switches_the_machine_off_never_logged_in()
    {
        CaptureTests.NeedsRealIpxe();
        var (watched, _) = await BootAsync(Disk(SwitchOff), s_patient with { HandOver = TableDelivery.Acpi });
        Assert.Equal((Reached.NotLoggedIn, WatchEnd.SwitchedOff), (watched.Seen.Reached, watched.Seen.End));
        Assert.Contains("iPXE attaches drives with --no-describe, so that it writes no table", watched.Seen.Notes);
    }

    [Fact]
    public async Task While_the_disk_is_empty_a_medium_boots_and_finds_the_table()
    {
        CaptureTests.NeedsRealIpxe();
        using var folder = new TemporaryFolder();
        using var packed = new GZipStream(File.OpenRead(Repository.PathTo("images", "bios-cd.iso.gz")), CompressionMode.Decompress);
        using var medium = new MemoryStream();
        await packed.CopyToAsync(medium, TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var options = s_patient with { Medium = folder.Write("setup.iso", medium.ToArray()), Progress = text => { if (text.Contains("boot sector", StringComparison.Ordinal)) { stop.Cancel(); } } };
        // Option 175.8: the drive stays when it does not boot.
        var (watched, _) = await BootAsync(new byte[32 << 20], options, cancellation: stop.Token, changeLab: lab => lab.Replace("root-path:", "options: {175.8: 1}, root-path:", StringComparison.Ordinal));
        Assert.Equal((Reached.NotLoggedIn, WatchEnd.Interrupted), (watched.Seen.Reached, watched.Seen.End));
        Assert.NotNull(watched.Seen.Address); // iPXE's own table was there to be replaced
        Assert.Contains(watched.Console, line => line.Contains("Booting from DVD/CD", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disk_that_stands_still_is_watched_until_somebody_stops_it()
    {
        CaptureTests.NeedsRealIpxe();
        using var stop = new CancellationTokenSource();
        var (watched, _) = await BootAsync(Disk(Halt), s_patient with { Progress = text => { if (text.Contains("boot sector", StringComparison.Ordinal)) { stop.Cancel(); } } }, cancellation: stop.Token);
        Assert.Equal((Reached.NotLoggedIn, WatchEnd.Interrupted), (watched.Seen.Reached, watched.Seen.End));
        Assert.Equal("a boot sector was entered; no initiator of the system logged in", AccountWords.Headline(watched.Seen));
    }

    [Fact]
    public async Task A_machine_that_does_not_get_to_its_disk_has_not_booted()
    {
        CaptureTests.NeedsRealIpxe();
        var (watched, _) = await BootAsync(Disk(Halt), s_patient with { Limit = TimeSpan.FromSeconds(1) });
        Assert.Equal((Reached.NoBoot, WatchEnd.Limit), (watched.Seen.Reached, watched.Seen.End));
    }

    [Fact]
    public async Task A_table_is_not_written_over_the_boot_program()
    {
        CaptureTests.NeedsRealIpxe();
        var failure = await Assert.ThrowsAsync<VmException>(() => BootAsync(Disk(Halt), s_patient with { Address = 0x9f000 }));
        Assert.Contains("expected at most 0x9", failure.Message);
    }

    [Fact]
    public void The_stop_code_is_the_one_that_Windows_wrote_into_Hyper_Vs_crash_registers_and_no_other()
    {
        Assert.Equal(0x7bu, SystemWatch.StopCode(JsonNode.Parse("""{"action": "run", "info": {"type": "hyper-v", "arg1": 123, "arg2": 18446735277665460224, "arg3": 1, "arg4": 0, "arg5": 0}}""")));
        Assert.Null(SystemWatch.StopCode(JsonNode.Parse("""{"action": "run"}""")));
        Assert.Null(SystemWatch.StopCode(JsonNode.Parse("""{"action": "run", "info": {"type": "s390", "core": 0}}""")));
    }

    [Fact]
    public async Task A_crash_is_read_as_QEMU_writes_it_on_the_wire()
    {
        using var folder = new TemporaryFolder();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var place = new UnixDomainSocketEndPoint(folder.PathTo("qmp"));
        listener.Bind(place);
        listener.Listen();
        using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(place, TestContext.Current.CancellationToken);
        using var peer = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        using var qmp = new QmpClient(new NetworkStream(connection));
        var codes = new List<uint?>();
        qmp.Occurred += (name, data) => codes.AddRange(name == "GUEST_PANICKED" ? [SystemWatch.StopCode(data)] : []);
        await peer.SendAsync(
            """
            {"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian"}, "capabilities": ["oob"]}}
            {"timestamp": {"seconds": 1763890000, "microseconds": 1}, "event": "RTC_CHANGE", "data": {"offset": 0, "qom-path": "/machine"}}
            {"timestamp": {"seconds": 1763890009, "microseconds": 2}, "event": "GUEST_PANICKED", "data": {"action": "run", "info": {"arg4": 0, "arg5": 0, "type": "hyper-v", "arg2": 18446735277665460224, "arg3": 18446744072635809792, "arg1": 123}}}
            {"timestamp": {"seconds": 1763890010, "microseconds": 3}, "event": "GUEST_PANICKED", "data": {"action": "run"}}

            """u8.ToArray(), TestContext.Current.CancellationToken);
        peer.Shutdown(SocketShutdown.Both);
        await qmp.Ended.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal([0x7bu, null], codes);
    }

    private static async Task<(WatchedSystem Watched, byte[] Frames)> BootAsync(byte[] disk, SystemBootOptions options, string firmware = "bios", CancellationToken? cancellation = null, Func<string, string>? changeLab = null)
    {
        using var folder = new TemporaryFolder();
        var image = folder.Write("disk.img", disk);
        var text = SanLinuxTests.Lab.Replace("FIRMWARE", firmware, StringComparison.Ordinal);
        folder.Write("lab.yaml", System.Text.Encoding.UTF8.GetBytes(changeLab?.Invoke(text) ?? text));
        using var frames = new MemoryStream();
        var watched = await SystemBoot.RunAsync(LabLoader.Load(folder.Root), options with { Image = image }, frames, cancellation ?? TestContext.Current.CancellationToken);
        return (watched, frames.ToArray());
    }

    private static byte[] Disk(string bootCode)
    {
        const int size = 32 << 20; // iPXE guesses no geometry for less than 8 MB
        var disk = new byte[size];
        Convert.FromHexString(bootCode.Replace(" ", "", StringComparison.Ordinal)).CopyTo(disk, 0);
        (disk[510], disk[511]) = (0x55, 0xaa);
        return disk;
    }
}
