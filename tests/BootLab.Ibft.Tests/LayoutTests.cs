using System.Net.NetworkInformation;
using BootLab.Ibft.Layouts;
using CsCheck;

namespace BootLab.Ibft.Tests;

public class LayoutTests
{
    private static readonly TableLayout[] s_layouts =
    [
        TableLayouts.Gpxe100, TableLayouts.Ipxe2010, TableLayouts.Ipxe2017, TableLayouts.Edk2, TableLayouts.BootLab, TableLayouts.Uroot, TableLayouts.IbftPl,
    ];

    /// <summary>Layout, NICs, targets; control length; offsets of initiator, NICs, targets, first string.</summary>
    public static TheoryData<TableLayout, int, int, int[]> Places { get; } = new()
    {
        // gPXE and iPXE until 2017: everything at fixed places.
        { TableLayouts.Gpxe100, 1, 1, [18, 0x50, 0xa0, 0x110, 0x146] },
        { TableLayouts.Ipxe2010, 1, 1, [18, 0x50, 0xa0, 0x110, 0x146] },

        // iPXE since 2017: room for as many pairs as there are targets, and for two at least.
        { TableLayouts.Ipxe2017, 1, 1, [18, 0x50, 0xa0, 0x180, 0x200] },
        { TableLayouts.Ipxe2017, 1, 2, [18, 0x50, 0xa0, 0x180, 0x1c0, 0x200] },
        { TableLayouts.Ipxe2017, 2, 2, [18, 0x50, 0xa0, 0x110, 0x180, 0x1c0, 0x200] },
        { TableLayouts.Ipxe2017, 1, 3, [22, 0x50, 0xa0, 0x1f0, 0x230, 0x270, 0x2b0] },
        { TableLayouts.Ipxe2017, 1, 4, [26, 0x50, 0xa0, 0x260, 0x2a0, 0x2e0, 0x320, 0x360] },
        { TableLayouts.Ipxe2017, 1, 6, [34, 0x60, 0xb0, 0x350, 0x390, 0x3d0, 0x410, 0x450, 0x490, 0x4d0] },

        // EDK2: pairs of 160 bytes; the first string is the last thing in the table.
        { TableLayouts.Edk2, 1, 1, [18, 0x48, 0x98, 0x100, 0x7fe] },
        { TableLayouts.Edk2, 2, 2, [18, 0x48, 0x98, 0x138, 0x100, 0x1a0, 0x7fe] },
        { TableLayouts.Edk2, 3, 3, [22, 0x48, 0x98, 0x138, 0x1d8, 0x100, 0x1a0, 0x240, 0x7fe] },
        { TableLayouts.Edk2, 4, 4, [26, 0x50, 0xa0, 0x140, 0x1e0, 0x280, 0x108, 0x1a8, 0x248, 0x2e8, 0x7fe] },
        { TableLayouts.Edk2, 8, 8, [42, 0x60, 0xb0, 0x150, 0x1f0, 0x290, 0x330, 0x3d0, 0x470, 0x510, 0x118, 0x1b8, 0x258, 0x2f8, 0x398, 0x438, 0x4d8, 0x578, 0x7fe] },

        // Hand-made tables.
        { TableLayouts.Uroot, 1, 1, [18, 0x48, 0x98, 0x100, 0x138] },
        { TableLayouts.Uroot, 0, 1, [18, 0x48, 0x98, 0xd0] },
        { TableLayouts.IbftPl, 3, 1, [20, 0x48, 0x98, 0x100, 0x168, 0x1d0, 0x208] },
        { TableLayouts.IbftPl, 3, 3, [22, 0x48, 0x98, 0x100, 0x168, 0x1d0, 0x208, 0x240, 0x278] },

        // bootlab: memory in the order of the control fields.
        { TableLayouts.BootLab, 2, 1, [18, 0x50, 0xa0, 0x150, 0x110, 0x1c0] },
        { TableLayouts.BootLab, 3, 3, [22, 0x50, 0xa0, 0x150, 0x200, 0x110, 0x1c0, 0x270, 0x2b0] },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void StructuresStandWhereTheProducerPutsThem(TableLayout layout, int nics, int targets, int[] expected)
    {
        var table = layout.Place(Content("a", nics, targets));

        int[] places = [table.Control.Length, table.Initiator!.Offset, .. table.Nics.Select(nic => nic.Offset), .. table.Targets.Select(target => target.Offset), table.Initiator.Name.Offset];
        Assert.Equal(expected, places);
    }

    [Theory]
    [InlineData("tables/u-root-ibft_test-relevant")]
    [InlineData("tables/u-root-ibft_test-empty")]
    public void UrootsTablesHaveItsLayout(string name) => Rebuild(name, TableLayouts.Uroot);

    [Theory]
    [InlineData("tables/dracut-ng-TEST-70-ISCSI-ibft.table")]
    [InlineData("tables/lkml-2020-01-11-rintel-3nic-3target")]
    public void IbftPlsTablesHaveItsLayout(string name) => Rebuild(name, TableLayouts.IbftPl);

    [Theory]
    [InlineData("handmade/two")]
    [InlineData("handmade/swapped")]
    [InlineData("handmade/one")]
    [InlineData("handmade/chap")]
    [InlineData("handmade/e2e-second")]
    public void HandMadeTablesAreALayoutToo(string name) => Rebuild(name, TableLayouts.BootLab with { StructureOrder = StructureOrder.NicsThenTargets });

    [Theory]
    [InlineData(720)]
    [InlineData(768)]
    [InlineData(2048)]
    public void AFixedLengthIsKeptWhateverIsInTheTable(int length)
    {
        var layout = s_layouts.Single(layout => layout.FixedLength == length);

        Assert.Equal(length, IbftWriter.Write(layout.Place(Content("short", 1, 1))).Length);
        Assert.Equal(length, IbftWriter.Write(layout.Place(Content(new string('x', 300), 1, 1))).Length);
    }

    [Theory]
    [InlineData(720, 0x146)]
    [InlineData(768, 0x146)]
    [InlineData(2048, 0x138)]
    public void TheLastByteCanBeUsedAndNotOneMore(int length, int structuresEnd)
    {
        var layout = s_layouts.Single(layout => layout.FixedLength == length);
        var room = length - structuresEnd;

        Assert.Empty(IbftReader.ReadLenient(IbftWriter.Write(layout.Place(Content(new string('x', room - 1), 1, 1)))).Anomalies);
        var error = Assert.Throws<LayoutException>(() => layout.Place(Content(new string('x', room), 1, 1)));
        Assert.Equal((length + 1, length), (error.Found, error.Limit));
    }

    [Fact]
    public void ThePairsOfABiosAreLimitedByItsBuffer()
    {
        // Strings of 256 bytes fit beside two targets, of 80 beside three, and four targets never do.
        var limit = ProducerProfiles.Ipxe20170510.LowMemoryLimit;

        Assert.Equal(limit, Size(2, 256));
        Assert.Equal(limit, Size(3, 80));
        Assert.True(Size(4, 1) > limit);

        static int Size(int targets, int strings) => TableLayouts.Ipxe2017.Place(Content(new string('x', strings - 1), 1, targets)).Size;
    }

    [Fact]
    public void OneNicAndOneTargetIsAllThatOldProgramsDescribe()
    {
        var error = Assert.Throws<LayoutException>(() => TableLayouts.Ipxe2010.Place(Content("a", 2, 1)));

        Assert.Equal((2, 1), (error.Found, error.Limit));
        Assert.Equal("2 NICs, but iPXE 2010 to 2017 has room for 1; describe fewer", error.Message);
    }

    [Fact]
    public void Edk2CountsPairsThatItLeavesOut()
    {
        var table = TableLayouts.Edk2.Place(Content("a", 1, 1) with { ControlPairs = 3 });

        Assert.Equal(22, table.Control.Length);
        Assert.Equal([0, 0], table.Control.Expansion);
        Assert.Equal(0x48, table.Initiator!.Offset);
    }

    [Fact]
    public void TwoHundredAndFiftySixPairsAreTheMost()
    {
        var content = Content("iqn.2026-11.lab.boot:init", 256, 256);
        var bytes = IbftWriter.Write(TableLayouts.BootLab.Place(content));

        var table = IbftReader.Read(bytes);

        Assert.Equal(Enumerable.Range(0, 256), table.Nics.Select(nic => (int)nic.Index));
        Assert.Equal(Enumerable.Range(0, 256), table.Targets.Select(target => (int)target.Index));
        Assert.Equal(256 * 2, table.Control.Slots.Count(slot => slot.Offset != 0) - 1);
        Assert.Empty(IbftReader.ReadLenient(bytes).Anomalies);
        Assert.Throws<LayoutException>(() => TableLayouts.BootLab.Place(Content("a", 257, 1)));
    }

    [Fact]
    public void ATableCannotBeLongerThanItsOffsetsReach()
    {
        var used = TableLayouts.BootLab.Place(Content("a", 1, 1)).Size - 2;

        Assert.Equal(65535, TableLayouts.BootLab.Place(Content(new string('x', 65535 - used - 1), 1, 1)).Size);
        var error = Assert.Throws<LayoutException>(() => TableLayouts.BootLab.Place(Content(new string('x', 65535 - used), 1, 1)));
        Assert.Equal((65536, 65535), (error.Found, error.Limit));
    }

    [Fact]
    public void EveryContentComesBackFromEveryLayout() =>
        Gen.Select(ContentGenerator.UpTo(5), Gen.Int[0, s_layouts.Length - 1]).Sample(
            (content, choice) =>
            {
                var layout = s_layouts[choice];
                content = content with { Nics = [.. content.Nics.Take(layout.MaximumPairs)], Targets = [.. content.Targets.Take(layout.MaximumPairs)] };
                IbftTable placed;
                try
                {
                    placed = layout.Place(content);
                }
                catch (LayoutException) when (layout.FixedLength is not null)
                {
                    return;
                }

                var bytes = IbftWriter.Write(placed);
                var reading = IbftReader.ReadLenient(bytes);

                Assert.Equal(0, IbftChecksum.Sum(bytes));
                Assert.Equal(content, IbftContent.From(reading.Table!));
                Assert.Equal(bytes, IbftWriter.Write(reading.Table!));
                Assert.DoesNotContain(reading.Anomalies, anomaly => anomaly.Kind != AnomalyKind.InitiatorMissing);
            },
            iter: 3000);

    private static void Rebuild(string name, TableLayout layout)
    {
        var bytes = Fixtures.Bytes($"{name}.bin");

        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(IbftWriter.Write(layout.Place(IbftContent.From(IbftReader.Read(bytes))))));
    }

    private static IbftContent Content(string name, int nics, int targets) => new()
    {
        Initiator = new InitiatorContent { Name = name },
        Nics = [.. Enumerable.Range(0, nics).Select(i => new NicContent { MacAddress = new PhysicalAddress([2, 0, 0, 0, 0, (byte)i]) })],
        Targets = [.. Enumerable.Range(0, targets).Select(_ => new TargetContent())],
    };
}
