using System.Net;
using System.Net.NetworkInformation;
using BootLab.Ibft.Identification;
using BootLab.Ibft.Layouts;

namespace BootLab.Ibft.Tests;

public class ProducerIdentifierTests
{
    private const int Runs = 2_000;

    public static TheoryData<string> Handmade { get; } = [.. Fixtures.All.Select(row => row.Data).Where(name => name.StartsWith("handmade/"))];

    public static TheoryData<string> Ids { get; } = [.. ProducerProfiles.All.Select(profile => profile.Id)];

    [Theory]
    [InlineData("captured/ipxe-debian-1nic/table.bin", "ipxe-2017-05-10")]
    [InlineData("captured/ipxe-debian-chap/table.bin", "ipxe-2017-05-10")]
    [InlineData("captured/ipxe-debian-mpath-2nics-norouter/table.bin", "ipxe-2017-05-10")]
    [InlineData("captured/ipxe-debian-pxb-0804-2nic/table.bin", "ipxe-2017-05-10")]
    [InlineData("captured/ipxe-master-efi-acpi-2nic-0804/table.bin", "ipxe-2017-05-10")]
    [InlineData("ipxe-36a4c85/1nic-1tgt/table.bin", "ipxe-2017-05-10")]
    [InlineData("ipxe-36a4c85/2nic-2tgt/table.bin", "ipxe-2017-05-10")]
    [InlineData("ipxe-36a4c85/mutual-chap/table.bin", "ipxe-2017-05-10")]
    [InlineData("ipxe-36a4c85/uefi-1nic-1tgt/table.bin", "ipxe-2017-05-10")]
    [InlineData("captured/edk2-ovmf2022.11-1attempt-dhcp/table.bin", "edk2")]
    [InlineData("captured/edk2-ovmf2022.11-2attempts-2nics-dhcp/table.bin", "edk2")]
    [InlineData("tables/u-root-ibft_test-relevant.bin", "u-root")]
    [InlineData("tables/u-root-ibft_test-empty.bin", "u-root")]
    [InlineData("tables/dracut-ng-TEST-70-ISCSI-ibft.table.bin", "ibft.pl")]
    [InlineData("tables/lkml-2020-01-11-rintel-3nic-3target.bin", "ibft.pl")]
    public void ATableOfAKnownProducerIsIdentified(string name, string id)
    {
        var ranked = ProducerIdentifier.Rank(Fixtures.Bytes(name));

        Assert.True(ranked[0].IsLikely, string.Join("\n", ranked.First(match => match.Profiles.Any(profile => profile.Id == id)).Against));
        Assert.Equal(id, ranked[0].Profiles[^1].Id);
    }

    [Theory]
    [MemberData(nameof(Handmade))]
    public void ATableThatWasMadeByHandIsNobodys(string name) => Assert.Null(ProducerIdentifier.Identify(Fixtures.Bytes(name)));

    [Fact]
    public void TwoAttemptsTellEdk2sDriversApartAndOneDoesNot()
    {
        Assert.Equal(["edk2"], Likely(Fixtures.Bytes("captured/edk2-ovmf2022.11-2attempts-2nics-dhcp/table.bin")));
        Assert.Equal(["edk2", "edk2-mdemodule"], Likely(Fixtures.Bytes("captured/edk2-ovmf2022.11-1attempt-dhcp/table.bin")));
    }

    [Fact]
    public void TheDaysOfAnIpxeAreThoseThatTheTableTells()
    {
        var random = new Random(4);
        var table = Written(ProducerProfiles.Ipxe20140612, Content(ProducerProfiles.Ipxe20140612, 1, random, isBare: true));

        var match = ProducerIdentifier.Identify(table)!;

        // Neither VLAN nor DHCP server is there, but the origin is: written since 2014-06-12, until the table's new form of 2017-03-28.
        Assert.Equal("iPXE from 2014-06-12 to 2017-03-27", match.Name);
        Assert.Contains("iPXE since 2017-03-28", ProducerIdentifier.Identify(Fixtures.Bytes("captured/ipxe-debian-1nic/table.bin"))!.Name);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ATableOfEveryProducerIsIdentifiedWhateverItSays(string id)
    {
        var profile = ProducerProfiles.All.Single(profile => profile.Id == id);
        var random = new Random(id.Length);
        for (var i = 0; i < 200; i++)
        {
            var pairs = random.Next(1, Math.Min(profile.Layout.MaximumPairs, 4) + 1);
            var table = Written(profile, Content(profile, pairs, random));

            var likely = ProducerIdentifier.Rank(table).Where(match => match.IsLikely).ToList();

            Assert.Contains(likely, match => match.Profiles.Contains(profile));
            // Nobody else is, but EDK2's other driver.
            Assert.All(likely, match => Assert.Equal(profile.Layout, match.Profiles[0].Layout));
        }
    }

    [Fact]
    public void WhatSpeaksAgainstAProducerIsSaid()
    {
        var table = Fixtures.Bytes("captured/ipxe-debian-1nic/table.bin").With(0xa0 + IbftOffsets.StructureHeader.Flags, 7);

        var ipxe = ProducerIdentifier.Rank(table)[0];

        Assert.False(ipxe.IsLikely);
        Assert.Equal([new Clue("NIC flags", false, "7; this producer writes 3")], ipxe.Against);
        Assert.Null(ProducerIdentifier.Identify(table));
    }

    [Fact]
    public void AnyBytesAreRankedOrNone()
    {
        var random = new Random(9);
        var tables = Fixtures.All.Select(row => Fixtures.Bytes(row.Data)).ToArray();
        for (var i = 0; i < Runs; i++)
        {
            byte[] bytes = [.. tables[random.Next(tables.Length)]];
            for (var n = random.Next(1, 5); n > 0; n--)
            {
                bytes[random.Next(Math.Min(bytes.Length, 0x200))] = (byte)random.Next(256);
            }

            var ranked = ProducerIdentifier.Rank(bytes.AsSpan(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length));
            Assert.All(ranked, match => Assert.NotEmpty(match.Clues));
        }

        Assert.Empty(ProducerIdentifier.Rank([]));
    }

    private static IEnumerable<string> Likely(byte[] table) => ProducerIdentifier.Rank(table).Where(match => match.IsLikely).Select(match => match.Profiles[^1].Id);

    private static byte[] Written(ProducerProfile profile, IbftContent content) => IbftWriter.Write(profile.Layout.Place(content));

    // Anything that the producer could have been told, in the form that it writes.
    private static IbftContent Content(ProducerProfile profile, int pairs, Random random, bool isBare = false)
    {
        var nics = profile.Association == AssociationPolicy.Routed ? random.Next(1, pairs + 1) : pairs;
        var hostName = profile.WritesHostName && random.Next(2) == 0 ? Name(random) : default(ByteString?);
        return new IbftContent
        {
            OemId = profile.OemId ?? "ANYONE",
            OemTableId = profile.OemTableId ?? "ANYTHING",
            Initiator = new InitiatorContent { Flags = profile.InitiatorFlags, Name = Name(random) },
            Nics = [.. Enumerable.Range(0, nics).Select(i => new NicContent
            {
                Flags = profile.NicFlags(i == 0),
                IpAddress = Address(random),
                SubnetMaskPrefix = (byte)random.Next(33),
                Origin = profile.WritesOrigin ? random.Next(2) == 0 ? PrefixOrigin.Manual : PrefixOrigin.Dhcp : PrefixOrigin.Other,
                Gateway = Perhaps(Address),
                PrimaryDns = Perhaps(Address),
                SecondaryDns = profile.WritesSecondaryDns ? Perhaps(Address) : profile.UnsetAddress,
                DhcpServer = profile.WritesDhcpServer && !isBare ? Perhaps(Address) : profile.UnsetAddress,
                Vlan = profile.WritesVlan && !isBare ? (ushort)random.Next(2) : (ushort)0,
                MacAddress = new PhysicalAddress([2, 0, .. Enumerable.Range(0, 4).Select(_ => (byte)random.Next(256))]),
                PciBdf = (ushort)random.Next(ushort.MaxValue),
                HostName = hostName,
            })],
            Targets = [.. Enumerable.Range(0, pairs).Select(i => new TargetContent
            {
                Flags = profile.TargetFlags(i == 0),
                IpAddress = Address(random),
                Port = 3260,
                BootLun = profile.WritesBootLun ? Lun.FromNumber((ushort)random.Next(4)) : default,
                NicAssociation = profile.Association switch { AssociationPolicy.SameNumber => (byte)i, AssociationPolicy.AlwaysZero => 0, _ => (byte)random.Next(nics) },
                Name = Name(random),
                ChapName = random.Next(3) == 0 ? Name(random) : default(ByteString?),
            })],
        };

        IbftAddress Perhaps(Func<Random, IbftAddress> some) => random.Next(2) == 0 ? some(random) : profile.UnsetAddress;
    }

    private static IbftAddress Address(Random random) => IbftAddress.From(new IPAddress([10, (byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(1, 256)]));

    private static ByteString Name(Random random) => $"iqn.2026-11.lab.boot:{random.Next(1000)}";
}
