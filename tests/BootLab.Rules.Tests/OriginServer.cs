using System.Net;
using System.Net.NetworkInformation;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Rules.SeedOrdering;

namespace BootLab.Rules.Tests;

/// <summary>The server of the origin question: one card, two ports, the LAN on 08:04.0 and the SAN on 08:04.1, or with the cables swapped.</summary>
internal static class OriginServer
{
    public static readonly PhysicalAddress Mac0 = PhysicalAddress.Parse("52-54-00-00-08-40");
    public static readonly PhysicalAddress Mac1 = PhysicalAddress.Parse("52-54-00-00-08-41");

    public static readonly IReadOnlyList<NetworkSpec> Networks =
    [
        new() { Name = "lan", Subnet = IPNetwork.Parse("192.168.1.0/24"), Server = IPAddress.Parse("192.168.1.1") },
        new() { Name = "san", Subnet = IPNetwork.Parse("10.9.0.0/24"), Server = IPAddress.Parse("10.9.0.1") },
    ];

    public static MachineSpec Machine(string port0, string port1) => new()
    {
        Nics =
        [
            new() { Name = "port1", Mac = Mac1, Pci = PciAddress.Parse("08:04.1"), Network = port1 },
            new() { Name = "port0", Mac = Mac0, Pci = PciAddress.Parse("08:04.0"), Network = port0 },
        ],
    };

    public static InstallRecord InstalledThrough(PhysicalAddress mac, string pci) => new() { FirstNic = new InstalledNic(mac, PciAddress.Parse(pci)) };

    /// <summary>A table with everything known. By default the end state: cables swapped, Windows installed through port 0.</summary>
    public static Case Context(IbftTable table, string port0 = "san", string port1 = "lan", InstallRecord? installed = null) => new(table)
    {
        Machine = Machine(port0, port1),
        Networks = Networks,
        Installed = installed ?? InstalledThrough(Mac0, "08:04.0"),
    };

    /// <summary>The answer for a table that was written to bytes.</summary>
    public static OriginAnswer Answer(Case given) => SeedOrderingProfile.Answer(IbftWriter.Write(given.Table), new RuleContext
    {
        Machine = given.Machine,
        Networks = given.Networks,
        Installed = given.Installed,
    });

    /// <summary>A table and what is known besides.</summary>
    public sealed record Case(IbftTable Table)
    {
        public MachineSpec? Machine { get; init; }

        public IReadOnlyList<NetworkSpec> Networks { get; init; } = [];

        public InstallRecord? Installed { get; init; }
    }

    /// <summary>A NIC structure; without an address its IP fields are zero.</summary>
    public static IbftNic Nic(int index, PhysicalAddress mac, string pci, string? address = null, int? offset = null) => new()
    {
        Offset = offset ?? (0xa0 + (0x70 * index)),
        Id = StructureId.Nic,
        Length = 102,
        Index = (byte)index,
        Flags = IbftFlags.Valid,
        MacAddress = mac,
        PciBdf = PciAddress.Parse(pci).Bdf,
        IpAddress = IbftAddress.From(address is null ? null : IPAddress.Parse(address)),
        SubnetMaskPrefix = (byte)(address is null ? 0 : 24),
    };

    public static IbftNic San(int index) => Nic(index, Mac0, "08:04.0", "10.9.0.2");

    public static IbftNic Lan(int index) => Nic(index, Mac1, "08:04.1");

    public static IbftTarget Target(int nicAssociation = 0, string portal = "10.9.0.1") => new()
    {
        Offset = 0x300,
        Id = StructureId.Target,
        Length = 54,
        Flags = IbftFlags.Valid | IbftFlags.BootSelected,
        IpAddress = IbftAddress.From(IPAddress.Parse(portal)),
        Port = 3260,
        NicAssociation = (byte)nicAssociation,
    };

    public static IbftTable Table(IbftTarget? target, params IbftNic[] nics) => new()
    {
        Size = 0x400,
        Header = new IbftHeader { Length = 0x400 },
        Control = new IbftControl
        {
            Offset = 0x30,
            Id = StructureId.Control,
            Length = (ushort)(18 + (2 * Math.Max(0, nics.Length - 2))),
            Nic0 = OffsetOf(nics, 0),
            Target0 = (ushort)(target?.Offset ?? 0),
            Nic1 = OffsetOf(nics, 1),
            Expansion = [.. nics.Skip(2).Select(nic => (ushort)nic.Offset)],
        },
        Nics = [.. nics],
        Targets = target is null ? [] : [target],
    };

    private static ushort OffsetOf(IbftNic[] nics, int number) => (ushort)(number < nics.Length ? nics[number].Offset : 0);

    /// <summary>The working end state: SAN first with its address, LAN second with zero IP fields and index 1.</summary>
    public static IbftTable EndState => Table(Target(), San(0), Lan(1));
}
