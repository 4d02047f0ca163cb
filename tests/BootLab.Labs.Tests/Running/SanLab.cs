using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Net.Clock;
using BootLab.Rom;

namespace BootLab.Labs.Tests.Running;

/// <summary>
/// A small server to boot: NIC <c>lan</c> (00:03.0) on 10.0.2.0/24 and NIC <c>san</c> (00:04.0) on 10.0.3.0/24, both with leases that name a router, and a target on
/// the second network. Tests change what they are about.
/// </summary>
internal sealed record SanLab
{
    public const string Iqn = "iqn.2026-11.lab:disk-a";
    public const string Disk = $"iscsi:10.0.3.2:::1:{Iqn}";

    public static readonly PhysicalAddress LanMac = PhysicalAddress.Parse("52:54:00:00:00:0a");
    public static readonly PhysicalAddress SanMac = PhysicalAddress.Parse("52:54:00:00:00:0b");

    public string Producer { get; init; } = "ipxe-36a4c85";

    public FirmwareKind Firmware { get; init; }

    /// <summary>The built-in script, without its first line; null to autoboot.</summary>
    public string? Script { get; init; }

    public string? BootNic { get; init; }

    public NicOrder NicOrder { get; init; }

    public IReadOnlyList<AttemptSpec> Attempts { get; init; } = [];

    public IReadOnlyList<NicSpec> Nics { get; init; } = [Nic("lan", LanMac, 3), Nic("san", SanMac, 4)];

    public IReadOnlyList<NetworkSpec> Networks { get; init; } = [Segment("lan", 2), Segment("san", 3)];

    public IReadOnlyList<TargetSpec> Targets { get; init; } = [Target(Iqn, "10.0.3.2:3260")];

    public int LocalDisks { get; init; }

    /// <summary>Puts more onto the networks before the machine is switched on.</summary>
    public Action<LabWorld> Arrange { get; init; } = _ => { };

    public static NicSpec Nic(string network, PhysicalAddress mac, byte device) => new() { Name = network, Mac = mac, Pci = new PciAddress(0, 0, device, 0), Network = network };

    /// <summary>The network 10.0.N.0/24 with a DHCP server at .2 and a pool from .15 on.</summary>
    public static NetworkSpec Segment(string name, int octet, bool router = true, string? rootPath = null, string? file = null) => new()
    {
        Name = name,
        Subnet = IPNetwork.Parse($"10.0.{octet}.0/24"),
        Server = IPAddress.Parse($"10.0.{octet}.2"),
        Dhcp = new DhcpSpec
        {
            PoolFirst = IPAddress.Parse($"10.0.{octet}.15"),
            PoolLast = IPAddress.Parse($"10.0.{octet}.30"),
            Answer = new DhcpAnswerSpec
            {
                File = file,
                NextServer = file is null ? null : IPAddress.Parse($"10.0.{octet}.2"),
                Options =
                [
                    new DhcpOptionSpec(1, new byte[] { 255, 255, 255, 0 }),
                    .. router ? [new DhcpOptionSpec(3, new byte[] { 10, 0, (byte)octet, 2 })] : Array.Empty<DhcpOptionSpec>(),
                    new DhcpOptionSpec(6, new byte[] { 10, 0, (byte)octet, 3, 10, 0, (byte)octet, 4 }),
                    new DhcpOptionSpec(12, Encoding.ASCII.GetBytes($"box-{name}")),
                    .. rootPath is null ? Array.Empty<DhcpOptionSpec>() : [new DhcpOptionSpec(17, Encoding.ASCII.GetBytes(rootPath))],
                ],
            },
        },
    };

    /// <summary>A target whose LUN 1 is a disk of zeros with a boot sector.</summary>
    public static TargetSpec Target(string iqn, string portal, long size = 64 << 20, bool bootable = true) => new()
    {
        Iqn = iqn,
        Portals = [IPEndPoint.Parse(portal)],
        Luns = new Dictionary<ushort, LunSpec> { [1] = new() { Blank = new BlankDiskSpec(size, bootable ? new byte[] { 0xfa, 0xf4 } : ReadOnlyMemory<byte>.Empty) } },
    };

    public BootRun Run()
    {
        var loop = EventLoop.CreateVirtual(LabRunner.Epoch);
        loop.Limit = LabRunner.Limit;
        return loop.Run(() =>
        {
            var world = new LabWorld(loop, 1, Networks, Targets, new LabDisks());
            Arrange(world);
            return BootAsync(world);
        });
    }

    /// <summary>Boots the machine in a world that may hold others.</summary>
    public Task<BootRun> BootAsync(LabWorld world)
    {
        var machine = new MachineSpec { Firmware = Firmware, Uuid = Guid.Parse("11223344-5566-7788-99aa-bbccddeeff00"), Nics = Nics, LocalDisks = LocalDisks };
        var program = BootProgram.Parse(Producer);
        var rom = new RomSpec
        {
            Program = program,
            Script = Script is null ? null : ContentSpec.FromText($"#!{(program.Kind == BootProgramKind.Gpxe ? "gpxe" : "ipxe")}\n{Script}\n"),
            BootNic = BootNic,
            NicOrder = NicOrder,
            InitiatorName = program.Kind == BootProgramKind.Edk2 ? "iqn.2026-11.lab:init" : null,
            Attempts = Attempts,
        };
        return MachineBoot.RunAsync(world, Producer, machine, rom, 1, new LabSetting(Networks, Targets, null));
    }
}
