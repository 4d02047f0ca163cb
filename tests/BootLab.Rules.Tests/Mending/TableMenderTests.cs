using System.Buffers.Binary;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Os;
using BootLab.Os.Linux;
using BootLab.Rules.Mending;
using Xunit;
using static BootLab.Rules.Tests.OriginServer;

namespace BootLab.Rules.Tests.Mending;

public sealed class TableMenderTests
{
    [Fact]
    public void A_good_table_is_left_as_it_is()
    {
        var good = IbftWriter.Write(Table(Target(), Nic(0, Mac0, "08:04.0", "10.9.0.2"), Nic(1, Mac1, "08:04.1")));
        var once = TableMender.Mend(good, new MendOptions());

        Assert.Equal(TableMender.Mend(once.Bytes, new MendOptions()).Bytes, once.Bytes);
        Assert.Empty(TableMender.Mend(once.Bytes, new MendOptions()).Changes);
    }

    [Fact]
    public void The_table_of_the_origin_question_gets_its_second_nic()
    {
        var table = IbftWriter.Write(Table(Target(), Nic(0, Mac1, "08:04.1", "10.9.0.2")));
        var context = Context(Table(Target(), Nic(0, Mac1, "08:04.1", "10.9.0.2")), port0: "lan", port1: "san", InstalledThrough(Mac1, "08:04.1"));

        var mended = TableMender.Mend(table, new MendOptions { Machine = context.Machine, For = Consumers.SeedOrdering });

        var read = IbftReader.Read(mended.Bytes);
        Assert.Equal([0, 1], read.Nics.Select(nic => (int)nic.Index));
        Assert.Equal(["08:04.1", "08:04.0"], read.Nics.Select(nic => PciText.Format(nic.PciBdf)));
        Assert.False(read.Nics[1].IpAddress.IsSpecified);
        Assert.Contains(mended.Changes, change => change.Why.Contains("Code 31", StringComparison.Ordinal));
    }

    [Fact]
    public void The_boot_nic_comes_first_and_the_target_follows_it()
    {
        var table = IbftWriter.Write(Table(Target(), Nic(0, Mac0, "08:04.0", "10.9.0.2"), Nic(1, Mac1, "08:04.1")));
        var mended = TableMender.Mend(table, new MendOptions { BootNic = "08:04.1" });

        var read = IbftReader.Read(mended.Bytes);
        Assert.Equal(["08:04.1", "08:04.0"], read.Nics.Select(nic => PciText.Format(nic.PciBdf)));
        Assert.True(read.Nics[0].Offset < read.Nics[1].Offset);
        Assert.Equal(1, read.Targets[0].NicAssociation);
    }

    [Fact]
    public void A_boot_nic_that_nobody_knows_is_an_error_with_the_choices()
    {
        var table = IbftWriter.Write(Table(Target(), Nic(0, Mac0, "08:04.0", "10.9.0.2")));
        var error = Assert.Throws<MendException>(() => TableMender.Mend(table, new MendOptions { BootNic = "05:00.0" }));
        Assert.Contains("08:04.0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_the_reader_knows_is_named_and_not_made_up()
    {
        var table = IbftWriter.Write(Table(Target(), Nic(0, Mac0, "08:04.0", "10.9.0.2")) with { Initiators = [] });
        var mended = TableMender.Mend(table, new MendOptions());
        Assert.Contains(mended.Left, left => left.Contains("initiator", StringComparison.Ordinal));
        Assert.Empty(IbftReader.Read(mended.Bytes).Initiators);
    }

    [Fact]
    public void A_table_that_is_too_long_gives_up_alignment_then_host_names_then()
    {
        var nics = Enumerable.Range(0, 3).Select(i => new NicContent { Flags = 3, MacAddress = Mac0, PciBdf = (ushort)(0x0820 + i), HostName = new string('h', 200) }).ToList();
        var table = IbftWriter.Write(TableLayouts.Ipxe2017.Place(new IbftContent { Initiator = new InitiatorContent { Name = "iqn.2026-11.lab:i" }, Nics = nics }));

        Assert.Equal(table.Length, TableMender.Mend(table, new MendOptions { Layout = TableLayouts.Ipxe2017, For = Consumers.Linux, Limit = table.Length }).Bytes.Length);
        var tight = TableMender.Mend(table, new MendOptions { For = Consumers.Linux, Limit = 1100 });
        Assert.All(IbftReader.Read(tight.Bytes).Nics, nic => Assert.Equal(200, nic.HostName.Length));
        var short1 = TableMender.Mend(table, new MendOptions { For = Consumers.Linux, Limit = 500 });
        Assert.All(IbftReader.Read(short1.Bytes).Nics, nic => Assert.True(nic.HostName.IsAbsent));
        Assert.Throws<MendException>(() => TableMender.Mend(table, new MendOptions { For = Consumers.Linux, Limit = 300 }));
    }

    [Fact]
    public void Whatever_can_be_read_is_accepted_by_linux_afterwards_and_mending_again_changes_nothing()
    {
        var random = new Random(20261123);
        var good = IbftWriter.Write(Table(Target(), Nic(0, Mac0, "08:04.0", "10.9.0.2"), Nic(1, Mac1, "08:04.1")));
        var accepted = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = Mutated(good, random);
            var options = new MendOptions { For = round % 2 == 0 ? Consumers.Linux : (Consumers)~0, PciOrder = round % 3 == 0 };
            if (!TryMend(bytes, options, out var mended))
            {
                continue;
            }

            Assert.DoesNotContain(IbftReader.ReadLenient(mended.Bytes).Anomalies, anomaly => anomaly.Kind != AnomalyKind.InitiatorMissing);
            var again = TableMender.Mend(mended.Bytes, options);
            Assert.Equal(mended.Bytes, again.Bytes);
            Assert.Empty(again.Changes);
            var view = new LinuxKernel(LinuxVersion.Observed).View(new ConsumerInput(PlacedTable.InLowMemory(mended.Bytes)));
            Assert.Equal(ConsumerOutcome.Accepted, view.Outcome);
            accepted++;
        }

        Assert.InRange(accepted, 2_900, 3_000);
    }

    private static byte[] Mutated(byte[] good, Random random)
    {
        var bytes = good[..random.Next(random.Next(2) == 0 ? IbftOffsets.MinimumTableSize : good.Length, good.Length + 1)].ToArray();
        for (var i = random.Next(6); i >= 0; i--)
        {
            var at = random.Next(bytes.Length - 1);
            if (random.Next(2) == 0)
            {
                bytes[at] = (byte)random.Next(256);
            }
            else
            {
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)random.Next(bytes.Length + 64));
            }
        }

        return bytes;
    }

    private static bool TryMend(byte[] bytes, MendOptions options, out MendedTable mended)
    {
        try
        {
            mended = TableMender.Mend(bytes, options);
            return true;
        }
        catch (MendException)
        {
            // A string that covers half the table can make it too long for illumos.
            mended = null!;
            return false;
        }
    }
}
