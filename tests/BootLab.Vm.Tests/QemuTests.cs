using System.Text.Json.Nodes;
using BootLab.Testing;
using BootLab.Vm.Qemu;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>QEMU itself: its arguments, its machine protocol, its end.</summary>
public sealed class QemuTests
{
    [Fact]
    public void Arguments_are_put_together_from_pieces()
    {
        var arguments = QemuArguments.Machine("pc")
            .Memory(256)
            .SharedMemory("/tmp/a,b")
            .Linux("/k", "/i", "word=1")
            .TwoCardsAt0804("user", QemuNic.Unplugged)
            .LoadedFile("/t", 0x9a000)
            .ToList();
        Assert.Equal(
            "-accel tcg -cpu qemu64 -M pc,memory-backend=ram -object memory-backend-file,id=ram,size=256M,mem-path=/tmp/a,,b,share=on -m 256"
            + " -display none -nodefaults -no-user-config -no-reboot"
            + " -kernel /k -initrd /i -append console=ttyS0 quiet panic=-1 no_timer_check word=1"
            + " -device pxb,id=pxb7,bus_nr=7,bus=pci.0,addr=3"
            + " -netdev user,id=net0 -device e1000,netdev=net0,bus=pxb7,addr=4.0,multifunction=on,mac=52:54:00:00:08:40,romfile="
            + " -netdev hubport,id=net1,hubid=0 -device e1000,netdev=net1,bus=pxb7,addr=4.1,multifunction=on,mac=52:54:00:00:08:41,romfile="
            + " -device loader,file=/t,addr=0x9a000,force-raw=on",
            string.Join(' ', arguments));
    }

    [Fact]
    public async Task The_machine_protocol_answers_refuses_and_tells_of_events()
    {
        Requires.Tool("qemu-system-x86_64", "qemu-system-x86");
        await using var guest = await QemuGuest.StartAsync(_ => QemuArguments.Machine("pc").Add("-S"), Token);
        var status = await guest.Qmp.ExecuteAsync("query-status", cancellation: Token);
        Assert.Equal("prelaunch", status["status"]!.GetValue<string>());
        var refused = await Assert.ThrowsAsync<VmException>(() => guest.Qmp.ExecuteAsync("no-such-command", cancellation: Token));
        Assert.Contains("no-such-command", refused.Message);

        var file = guest.Folder.PathTo("rom.bin");
        await guest.Qmp.ExecuteAsync("pmemsave", new JsonObject { ["val"] = 0xf0000, ["size"] = 0x10000, ["filename"] = file }, Token);
        Assert.Equal(0x10000, new FileInfo(file).Length);

        var events = new List<string>();
        guest.Qmp.Occurred += (name, _) => events.Add(name);
        await guest.Qmp.ExecuteAsync("quit", cancellation: Token);
        await guest.Exited.WaitAsync(Wait.Limit, Token);
        await guest.DisposeAsync();
        Assert.Contains("SHUTDOWN", events);
        Assert.False(Directory.Exists(guest.Folder.Path));
    }

    [Fact]
    public async Task A_machine_that_QEMU_refuses_is_an_error_with_its_words()
    {
        Requires.Tool("qemu-system-x86_64", "qemu-system-x86");
        var error = await Assert.ThrowsAsync<VmException>(() => QemuGuest.StartAsync(_ => QemuArguments.Machine("nonsense"), Token));
        Assert.Contains("unsupported machine type", error.Message);
    }

    [Fact]
    public void Run_folders_made_at_the_same_time_do_not_sweep_each_other() => Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
    {
        using var folder = new RunFolder();
        File.WriteAllText(folder.PathTo("file"), "");
    });

    [Fact]
    public void A_run_folder_whose_owner_is_gone_is_swept_and_others_are_kept()
    {
        using var alive = new RunFolder();
        // It has its name when it is complete: others sweep too.
        var made = Directory.CreateTempSubdirectory("bootlab-dead-").FullName;
        File.WriteAllText(Path.Combine(made, "owner.lock"), "");
        var dead = made.Replace("bootlab-dead-", "bootlab-vm-", StringComparison.Ordinal);
        Directory.Move(made, dead);
        using var next = new RunFolder();
        Assert.False(Directory.Exists(dead));
        Assert.True(Directory.Exists(alive.Path));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
