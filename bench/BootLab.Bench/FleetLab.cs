using System.Net;
using System.Net.NetworkInformation;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Net.Clock;
using BootLab.Rom;

namespace BootLab.Bench;

/// <summary>One network with DHCP, a script by TFTP and a target with a boot sector under every LUN, and as many machines with one NIC each as are asked for.</summary>
public sealed class FleetLab
{
    private static readonly RomSpec Rom = new() { Program = BootProgram.Parse("ipxe-36a4c85"), BootNic = "san" };

    private static readonly NetworkSpec Network = new()
    {
        Name = "san",
        Subnet = IPNetwork.Parse("10.0.0.0/16"),
        Server = IPAddress.Parse("10.0.0.1"),
        Dhcp = new DhcpSpec
        {
            PoolFirst = IPAddress.Parse("10.0.1.0"),
            PoolLast = IPAddress.Parse("10.0.255.254"),
            Answer = new DhcpAnswerSpec
            {
                NextServer = IPAddress.Parse("10.0.0.1"),
                File = "boot.ipxe",
                Options = [new DhcpOptionSpec(1, new byte[] { 255, 255, 0, 0 }), new DhcpOptionSpec(3, new byte[] { 10, 0, 0, 1 })],
            },
        },
        TftpFiles = new Dictionary<string, ContentSpec>
        {
            ["boot.ipxe"] = ContentSpec.FromText("#!ipxe\nset initiator-iqn iqn.2026-11.lab.fleet:${net0/mac:hexhyp}\nsanboot iscsi:10.0.0.1:::1:iqn.2026-11.lab.fleet:disk\n"),
        },
    };

    private static readonly TargetSpec Target = new()
    {
        Iqn = "iqn.2026-11.lab.fleet:disk",
        Portals = [IPEndPoint.Parse("10.0.0.1:3260")],
        AnyLun = new LunSpec { Blank = new BlankDiskSpec(64 << 20, new byte[] { 0xeb, 0xfe }) },
    };

    private static readonly LabSetting Setting = new([Network], [Target], null);
    private readonly LabWorld _world;

    /// <summary>Must be called on the loop.</summary>
    public FleetLab(EventLoop loop) => _world = new LabWorld(loop, 1, [Network], [Target], new LabDisks());

    /// <summary>Powers machine <paramref name="number"/> on and waits for its end.</summary>
    public async Task<BootRun> BootAsync(int number)
    {
        var machine = new MachineSpec
        {
            Nics = [new NicSpec { Name = "san", Mac = new PhysicalAddress([0x52, 0x54, 0, (byte)(number >> 16), (byte)(number >> 8), (byte)number]), Pci = PciAddress.Parse("00:04.0"), Network = "san" }],
        };
        var run = await MachineBoot.RunAsync(_world, "fleet", machine, Rom, number, Setting);
        return run is { Outcome.Kind: BootOutcomeKind.Booted, Table: not null }
            ? run
            : throw new InvalidOperationException($"machine {number} did not boot: {run.Outcome.Text}\n{run.Journal.Console}");
    }
}
