using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Labs.Sweeping;
using BootLab.Machine;
using BootLab.Rom;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Sweeping;

/// <summary>What each dimension does to a table.</summary>
public sealed class TableVariationTests
{
    private static readonly LabFile s_lab = LabLoader.Load(Repository.PathTo("labs", "nic-order"));

    /// <summary>SAN first, then LAN, each with its lease; the target goes through the SAN.</summary>
    private static readonly BootRun s_both = LabRunner.RunOne(s_lab, LabRunner.Select(s_lab, "bootlab"));

    private static readonly BootRun s_one = LabRunner.RunOne(s_lab, LabRunner.Select(s_lab, "ipxe"));

    [Theory]
    [InlineData("bootlab", "san+lan")]
    [InlineData("ipxe", "san")]
    [InlineData("edk2", "san")]
    [InlineData("gpxe-1.0.0", "san")]
    [InlineData("ipxe-2013-01-31", "san")]
    public void Asked_for_what_the_producer_does_it_gives_the_producers_bytes(string producer, string nics)
    {
        var boot = LabRunner.RunOne(s_lab, LabRunner.Select(s_lab, producer));
        var table = Vary(boot, ("listed", nics), ("nic-order", nics), ("memory-order", nics));
        Assert.Equal(boot.Table!.Bytes, IbftWriter.Write(table));
    }

    [Theory]
    [InlineData("2nic-2tgt")]
    [InlineData("1nic-1tgt")]
    public void A_captured_table_of_iPXE_stays_what_it_is(string fixture)
    {
        var bytes = File.ReadAllBytes(Repository.Fixture("ipxe-36a4c85", fixture, "table.bin"));
        var table = IbftReader.Read(bytes);
        var machine = new MachineSpec { Nics = [.. table.Nics.Select((nic, i) => new NicSpec { Name = $"n{i}", Mac = nic.MacAddress, Pci = PciAddress.FromBdf(nic.PciBdf) })] };
        Assert.Equal(bytes, IbftWriter.Write(TableVariation.Apply(table, TableLayouts.Ipxe2017, machine, Case(("nic-order", "n0"), ("index", "dense")))));
    }

    [Fact]
    public void A_case_that_changes_nothing_gives_the_table_itself()
    {
        Assert.Same(s_both.Content, Vary(s_both, ("listed", "as-is"), ("index", "as-is")));
        Assert.Same(s_both.Content, Vary(s_both, ("producer", "bootlab"), ("firmware", "bios"), ("delivery", "acpi")));
    }

    [Fact]
    public void A_NIC_that_the_producer_leaves_out_is_added_behind_its_own_without_addresses()
    {
        var table = Vary(s_one, ("listed", "lan+san"));
        Assert.Equal(["san", "lan"], Names(table));
        Assert.Equal(s_one.Content!.Nics[0], table.Nics[0]);
        var lan = table.Nics[1];
        Assert.Equal((IbftFlags.Valid, false, (byte)0, new PciAddress(0, 8, 4, 1)), (lan.Flags, lan.IpAddress.IsSpecified, lan.SubnetMaskPrefix, PciAddress.FromBdf(lan.PciBdf)));
        Assert.Equal((0xa0, 0x110, 0xa0, 0x110), (table.Nics[0].Offset, lan.Offset, table.Control.Nic0, table.Control.Nic1));
    }

    [Fact]
    public void A_NIC_that_is_not_listed_is_gone_and_its_target_keeps_its_association()
    {
        var lan = Vary(s_both, ("listed", "lan"));
        Assert.Equal(["lan"], Names(lan));
        Assert.Equal(((byte)0, (ushort)0), (lan.Targets[0].NicAssociation, lan.Control.Nic1));
    }

    [Theory]
    [InlineData("lan+san")]
    [InlineData("reversed")]
    [InlineData("lan")]
    public void Another_order_is_one_of_control_memory_index_and_association_alike(string order)
    {
        var table = Vary(s_both, ("nic-order", order));
        Assert.Equal(["lan", "san"], Names(table));
        Assert.Equal([0, 1], table.Nics.Select(nic => nic.Index));
        Assert.True(table.Nics[0].Offset < table.Nics[1].Offset);
        Assert.Equal(1, table.Targets[0].NicAssociation);
    }

    [Fact]
    public void A_boot_program_that_does_not_number_its_NICs_does_not_in_another_order_either()
    {
        var run = LabRunner.Variants(s_lab).First();
        var boot = LabRunner.RunOne(s_lab, run with { Rom = run.Rom with { Index = IndexPolicy.AlwaysZero } });
        Assert.Equal([0, 0], boot.Content!.Nics.Select(nic => (int)nic.Index));
        Assert.Equal([0, 0], Vary(boot, ("nic-order", "lan+san")).Nics.Select(nic => (int)nic.Index));
    }

    [Fact]
    public void PCI_order_is_that_of_the_machine() => Assert.Equal(["san", "lan"], Names(Vary(s_both, ("nic-order", "pci"))));

    [Fact]
    public void Another_order_in_memory_leaves_what_the_table_says()
    {
        var table = Vary(s_both, ("memory-order", "reversed"));
        var own = s_both.Content!;
        Assert.Equal(["san", "lan"], Names(table));
        Assert.Equal((own.Nics[1].Offset, own.Nics[0].Offset), (table.Nics[0].Offset, table.Nics[1].Offset));
        Assert.Equal((own.Control.Nic1, own.Control.Nic0), (table.Control.Nic0, table.Control.Nic1));
        Assert.Equal(IbftContent.From(own), IbftContent.From(table));
        Assert.Equal([0, 1], table.Nics.Select(nic => nic.Index));
    }

    [Theory]
    [InlineData("dense", 0, 1)]
    [InlineData("zero", 0, 0)]
    [InlineData("reversed", 1, 0)]
    public void Index_bytes_are_as_asked_and_targets_follow(string value, int first, int second)
    {
        var table = Vary(s_both, ("index", value));
        Assert.Equal([first, second], table.Nics.Select(nic => (int)nic.Index));
        Assert.Equal(first, table.Targets[0].NicAssociation);
        Assert.Equal(s_both.Content!.Nics.Select(nic => nic.Offset), table.Nics.Select(nic => nic.Offset));
    }

    [Fact]
    public void Index_bytes_as_they_are_count_as_the_producer_counts()
    {
        var gpxe = LabRunner.RunOne(s_lab, LabRunner.Select(s_lab, "gpxe-1.0.0"));
        Assert.Equal([0, 0], Vary(gpxe, ("listed", "san+lan")).Nics.Select(nic => nic.Index)); // as whoever patches it would have it
        Assert.Equal(720, Vary(gpxe, ("listed", "san+lan")).Size);
        Assert.Equal([0, 1], Vary(s_one, ("listed", "san+lan"), ("nic-order", "lan+san")).Nics.Select(nic => nic.Index));
    }

    [Fact]
    public void Zeroed_addresses_are_all_of_them_and_nothing_else()
    {
        var own = s_both.Content!.Nics[0];
        var san = Vary(s_both, ("zero-ip", "san")).Nics[0];
        Assert.True(own.IpAddress.IsSpecified);
        Assert.All([san.IpAddress, san.Gateway, san.PrimaryDns, san.SecondaryDns, san.DhcpServer], address => Assert.True(address.IsAbsent));
        Assert.Equal((0, PrefixOrigin.Other), (san.SubnetMaskPrefix, san.Origin));
        Assert.Equal((own.MacAddress, own.PciBdf, own.Flags, own.HostName), (san.MacAddress, san.PciBdf, san.Flags, san.HostName));
    }

    [Fact]
    public void Every_case_of_the_lab_is_a_table_without_a_fault_of_form()
    {
        var boots = new Dictionary<LabVariant, BootRun>();
        foreach (var one in MatrixCases.Of(s_lab).Concat(MatrixCases.Of(s_lab, "edk2")))
        {
            var run = MatrixCases.RunOf(s_lab, one);
            var boot = boots.TryGetValue(run, out var known) ? known : boots[run] = LabRunner.RunOne(s_lab, run);
            var table = TableVariation.Apply(boot.Content!, BootPrograms.LayoutOf(run.Rom, run.Machine.Firmware), run.Machine, one);
            var reading = IbftReader.ReadLenient(IbftWriter.Write(table));
            Assert.DoesNotContain(reading.Anomalies, anomaly => anomaly.Kind != AnomalyKind.IndexReused);
            Assert.Equal(table.Nics.Select(nic => (nic.Offset, nic.Index, nic.MacAddress)), reading.Table!.Nics.Select(nic => (nic.Offset, nic.Index, nic.MacAddress)));
        }
    }

    private static IbftTable Vary(BootRun boot, params (string Dimension, string Value)[] values) =>
        TableVariation.Apply(boot.Content!, BootPrograms.LayoutOf(boot.Rom, boot.Machine.Firmware), s_lab.Machine, Case(values));

    private static MatrixCase Case(params (string Dimension, string Value)[] values) =>
        new(values.ToDictionary(value => Enum.GetValues<MatrixDimension>().Single(dimension => dimension.Word() == value.Dimension), value => value.Value));

    private static IEnumerable<string> Names(IbftTable table) => table.Nics.Select(nic => s_lab.Machine.Nics.Single(spec => spec.Mac.Equals(nic.MacAddress)).Name);
}
