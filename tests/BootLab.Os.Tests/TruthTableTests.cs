using BootLab.Os.FreeBsd;
using BootLab.Os.Illumos;
using BootLab.Os.Linux;
using BootLab.Os.LinuxTools;
using Xunit;
using static BootLab.Os.Tests.Tables;

namespace BootLab.Os.Tests;

/// <summary>
/// Layouts of tables with several NICs, and who boots with them: foretold from sources before any consumer was written down here. A consumer boots when it uses the SAN NIC, and the target where it
/// looks at targets. Windows has its own tests.
/// </summary>
public sealed class TruthTableTests
{
    private static readonly ITableConsumer[] s_consumers =
    [
        new LinuxKernel(LinuxVersion.Representatives[^1]), new LinuxKernel(new LinuxVersion(5, 4)), OpenIscsi.V2_1_8, Dracut.Ng, new NetworkManager(), new IsbootConsumer(), new IllumosConsumer(),
    ];

    public static TheoryData<string, bool[]> Layouts { get; } = new()
    {
        //                                        Linux, 5.4,  iscsi, dracut, NM,   isboot, illumos
        { "one NIC",                             [true, true, true, true, true, true, true] },
        { "LAN NIC second, no address",          [true, true, true, true, true, true, true] },
        { "LAN NIC second, index 0 twice",       [false, false, false, false, false, true, true] },
        { "LAN NIC first",                       [true, true, true, true, true, false, true] },

        // illumos looks at the first two pairs alone, as foretold, and of them boots from the second: the last that is boot selected.
        { "three pairs",                         [true, false, true, true, true, true, false] },
        { "memory order is not control order",   [true, true, true, true, true, true, true] },
        { "PCI address 0",                       [true, true, true, true, true, true, true] },

        // Foretold was a harmless warning. NetworkManager goes on with an error that it has freed, and loses each NIC whose MAC address is higher (observed with 1.42.4).
        { "LAN NIC first, lower MAC address",    [true, true, true, true, false, false, true] },

        // Not in the layouts that were foretold: an absent PCI function leaves open-iscsi without an interface.
        { "absent PCI function",                 [true, true, false, true, true, true, true] },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Who_boots(string layout, bool[] expected)
    {
        var (table, san) = Table(layout);
        Assert.Equal(expected, s_consumers.Select(consumer => Boots(consumer.Seen(table), san)));
    }

    private static bool Boots(ConsumerView view, int san) =>
        view.Nics.Any(nic => nic.Offset == san && nic.IsUsed) && (view.Targets.Count == 0 || view.Targets.Any(target => target.IsUsed));

    private static (byte[] Table, int San) Table(string layout)
    {
        // Structures of this layout: NICs from 0xa0 on in steps of 0x70.
        const int first = 0xa0;
        const int second = 0x110;
        var (lowSan, highLan) = (San, Lan);
        var (highSan, lowLan) = (San with { MacAddress = Lan.MacAddress, PciBdf = Lan.PciBdf }, Lan with { MacAddress = San.MacAddress, PciBdf = San.PciBdf });
        return layout switch
        {
            "one NIC" => (Of([lowSan], Target), first),
            "LAN NIC second, no address" => (Of([lowSan, highLan], Target), first),
            "LAN NIC second, index 0 twice" => (With(Of([lowSan, highLan], Target), bytes => bytes[second + 4] = 0), first),
            "LAN NIC first" => (Of([highLan, lowSan], Target with { NicAssociation = 1 }), second),
            "LAN NIC first, lower MAC address" => (Of([lowLan, highSan], Target with { NicAssociation = 1 }), second),
            "three pairs" => (Of([lowSan, Pair(1), Pair(2)], Target, Target with { NicAssociation = 1 }, Target with { NicAssociation = 2 }), first),
            "memory order is not control order" => (With(Of([highLan, lowSan], Target), Exchange), second),
            "PCI address 0" => (Of([lowSan with { PciBdf = 0 }], Target), first),
            _ => (Of([lowSan with { PciBdf = 0x0900 }], Target), first),
        };

        // Control fields and index bytes of both NICs exchanged: NIC 0 is the second structure in memory.
        static void Exchange(byte[] bytes)
        {
            (bytes[58], bytes[59], bytes[62], bytes[63]) = (bytes[62], bytes[63], bytes[58], bytes[59]);
            (bytes[first + 4], bytes[second + 4]) = (1, 0);
        }

        static Ibft.Layouts.NicContent Pair(byte number) => Lan with
        {
            Flags = 3,
            PciBdf = (ushort)(Lan.PciBdf + number - 1),
            MacAddress = new([0x52, 0x54, 0, 0, 8, (byte)(0x40 + number)]),
            IpAddress = Address($"10.{9 - number}.0.2"),
            SubnetMaskPrefix = 24,
        };
    }
}
