using BootLab.Firmware.Scanning;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Net.Capture;
using BootLab.Net.Clock;
using BootLab.Net.Live;
using BootLab.Testing;
using BootLab.Vm.Layout;
using BootLab.Vm.Qemu;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>Real iPXE in a guest, plugged into the switches of a lab: it meets BootLab's DHCP, TFTP and target, and has to leave the table that the emulated one leaves.</summary>
public sealed class RealBootTests
{
    private const string Rom = "/usr/lib/ipxe/qemu/pxe-e1000.rom";
    private const int LowMemory = 1 << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData("ipxe-debian-chap")]
    [InlineData("ipxe-debian-pxb-0804-2nic")]
    public void Real_ipxe_on_our_networks_leaves_the_table_that_the_emulated_one_leaves(string name)
    {
        if (!File.Exists(Rom))
        {
            Requires.Missing($"{Rom} is not there: apt-get install ipxe-qemu");
        }

        Requires.Tool("qemu-system-x86_64", "qemu-system-x86");
        using var folder = new TemporaryFolder();
        var lab = LabLoader.Load(Repository.PathTo("tests", "labs", name));
        var emulated = LabRunner.Run(lab, capture: false).Outcomes[0].Run;
        var capture = folder.PathTo("boot.pcapng");

        var (memory, logins) = Boot(lab, capture);

        var hit = TableScanner.Scan(memory, window: ScanWindow.Specification)[0];
        Assert.Equal((ulong)hit.Address, emulated.Table!.Address);
        Assert.Equal(emulated.Table.Bytes, memory[(int)hit.Address..(int)(hit.Address + hit.Length)]);
        Assert.Equal(lab.Targets[0].Iqn, Assert.Single(logins).TargetName);
        var frames = PeerProcess.Run(Requires.Tool("tshark", "tshark"), ["-r", capture, "-T", "fields", "-e", "_ws.col.Protocol"]).Output.Split('\n').ToHashSet();
        Assert.Superset(new HashSet<string> { "DHCP", "ARP", "TFTP", "iSCSI" }, frames);
    }

    /// <summary>Boots the guest until its script says that the table is there; the memory below 1 MiB and the logins.</summary>
    private static (byte[] Memory, IList<Iscsi.Target.LoginRecord> Logins) Boot(LabFile lab, string captureFile)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_patience);
        var loop = EventLoop.CreateRealTime();
        return loop.Run(
            async () =>
            {
                using var writer = new PcapNgWriter(File.Create(captureFile));
                var world = new LabWorld(loop, lab.Seed, lab.Networks, lab.Targets, new LabDisks());
                var cables = new Dictionary<string, GuestCable>();
                var memoryFile = "";
                var guest = await loop.External(() => QemuGuest.StartAsync(
                    folder =>
                    {
                        foreach (var nic in lab.Machine.Nics)
                        {
                            cables[nic.Name] = GuestCable.Listen(folder.PathTo(nic.Name));
                        }

                        memoryFile = folder.PathTo("memory");
                        return LabMachine.Arguments(lab.Machine, new MachineWiring
                        {
                            Network = nic => MachineWiring.Stream(cables[nic.Name].SocketPath),
                            OptionRom = nic => nic.Name == lab.Rom.BootNic ? Rom : null,
                            BootNic = lab.Rom.BootNic,
                        }).SharedMemory(memoryFile);
                    },
                    limit.Token));
                try
                {
                    foreach (var nic in lab.Machine.Nics)
                    {
                        cables[nic.Name].Plug(loop, new CaptureTap(world.Plug(nic), writer, nic.Name, loop.Time));
                    }

                    while (!guest.Console.Last.Any(line => line.Contains("IBFT-READY", StringComparison.Ordinal)))
                    {
                        Assert.False(guest.Exited.IsCompleted, guest.QemuOutput);
                        await loop.External(async () =>
                        {
                            await Task.Delay(100, limit.Token);
                            return true;
                        });
                    }

                    var memory = new byte[LowMemory];
                    using var file = File.Open(memoryFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                    file.ReadExactly(memory);
                    return (memory, world.Logins);
                }
                catch (OperationCanceledException)
                {
                    throw new TimeoutException(string.Join('\n', guest.Console.Last));
                }
                finally
                {
                    foreach (var cable in cables.Values)
                    {
                        cable.Dispose();
                    }

                    await guest.DisposeAsync();
                }
            },
            limit.Token);
    }
}
