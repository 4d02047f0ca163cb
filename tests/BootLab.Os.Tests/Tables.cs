using System.Net;
using System.Net.NetworkInformation;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Machine;
using BootLab.Testing;

namespace BootLab.Os.Tests;

/// <summary>Tables and machines to try consumers on: a SAN NIC at 08:04.0 and a LAN NIC at 08:04.1, a target at 10.9.0.1.</summary>
internal static class Tables
{
    public static readonly NicContent San = new()
    {
        Flags = 3,
        MacAddress = PhysicalAddress.Parse("52-54-00-00-08-40"),
        PciBdf = 0x0820,
        IpAddress = Address("10.9.0.2"),
        SubnetMaskPrefix = 24,
        Origin = Ibft.PrefixOrigin.Manual,
        Gateway = Address("10.9.0.254"),
    };

    public static readonly NicContent Lan = new() { Flags = 1, MacAddress = PhysicalAddress.Parse("52-54-00-00-08-41"), PciBdf = 0x0821 };

    public static readonly TargetContent Target = new()
    {
        Flags = 3,
        IpAddress = Address("10.9.0.1"),
        Port = 3260,
        BootLun = Lun.FromNumber(1),
        Name = "iqn.2026-11.lab.boot:disk0",
    };

    public static readonly InitiatorContent Initiator = new() { Name = "iqn.2026-11.lab.boot:init" };

    /// <summary>The machine of the tables.</summary>
    public static readonly MachineSpec Machine = new()
    {
        Nics =
        [
            new NicSpec { Name = "san", Mac = San.MacAddress, Pci = PciAddress.FromBdf(0x0820) },
            new NicSpec { Name = "lan", Mac = Lan.MacAddress, Pci = PciAddress.FromBdf(0x0821) },
        ],
    };

    public static IbftAddress Address(string text) => IbftAddress.From(IPAddress.Parse(text));

    public static byte[] Of(IReadOnlyList<NicContent> nics, params IReadOnlyList<TargetContent> targets) => Of(TableLayouts.Ipxe2017, nics, targets);

    public static byte[] Of(TableLayout layout, IReadOnlyList<NicContent> nics, params IReadOnlyList<TargetContent> targets) =>
        IbftWriter.Write(layout.Place(new IbftContent { OemId = "BOOTLB", OemTableId = "BOOTLAB", Initiator = Initiator, Nics = nics, Targets = targets }));

    /// <summary>The table with some bytes changed and the checksum mended.</summary>
    public static byte[] With(byte[] table, Action<byte[]> change)
    {
        var changed = (byte[])table.Clone();
        change(changed);
        IbftChecksum.Fix(changed);
        return changed;
    }

    /// <summary>What a consumer sees of a table in low memory.</summary>
    public static ConsumerView Seen(this ITableConsumer consumer, byte[] table, MachineSpec? machine = null) =>
        consumer.View(new ConsumerInput(PlacedTable.InLowMemory(table)) { Machine = machine ?? Machine });

    public static byte[] Fixture(string name) => File.ReadAllBytes(Repository.Fixture("handmade", $"{name}.bin"));
}
