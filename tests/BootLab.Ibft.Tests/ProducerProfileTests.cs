using System.Net;
using BootLab.Ibft.Layouts;

namespace BootLab.Ibft.Tests;

public class ProducerProfileTests
{
    [Theory]
    [InlineData("2009-01-01", "gpxe-1.0.0")]
    [InlineData("2010-09-14", "ipxe-2010-09-14")]
    [InlineData("2013-01-31", "ipxe-2013-01-31")]
    [InlineData("2013-02-28", "ipxe-2013-01-31")]
    [InlineData("2014-06-12", "ipxe-2014-06-12")]
    [InlineData("2017-03-27", "ipxe-2017-03-13")]
    [InlineData("2017-04-01", "ipxe-2017-03-28")]
    [InlineData("2019-01-25", "ipxe-2017-05-10")]
    [InlineData("2026-08-21", "ipxe-2017-05-10")]
    public void ADayHasItsProfile(string date, string id) => Assert.Equal(id, ProducerProfiles.IpxeOf(DateOnly.Parse(date)).Id);

    /// <summary>A field of the NIC or target structure and the first state of iPXE's history that writes it.</summary>
    [Theory]
    [InlineData(nameof(ProducerProfile.WritesBootLun), "ipxe-2010-09-14")]
    [InlineData(nameof(ProducerProfile.WritesSecondaryDns), "ipxe-2010-12-09")]
    [InlineData(nameof(ProducerProfile.WritesVlan), "ipxe-2013-03-01")]
    [InlineData(nameof(ProducerProfile.WritesOrigin), "ipxe-2014-06-12")]
    [InlineData(nameof(ProducerProfile.WritesDhcpServer), "ipxe-2016-03-29")]
    [InlineData(nameof(ProducerProfile.InstallsOnUefi), "ipxe-2017-03-13")]
    public void AFieldAppearsOnItsDayAndStays(string field, string id)
    {
        ProducerProfile[] history = [ProducerProfiles.Gpxe100, .. ProducerProfiles.IpxeHistory];
        var property = typeof(ProducerProfile).GetProperty(field)!;

        var written = history.Where(profile => (bool)property.GetValue(profile)!).Select(profile => profile.Id).ToList();

        Assert.Equal(history.Select(profile => profile.Id).SkipWhile(other => other != id), written);
    }

    [Fact]
    public void TheHistoryIsInOrderAndEveryProfileHasItsName()
    {
        Assert.Equal(ProducerProfiles.IpxeHistory.OrderBy(profile => profile.Since), ProducerProfiles.IpxeHistory);
        Assert.Equal(ProducerProfiles.All.Count, ProducerProfiles.All.Select(profile => profile.Id).Distinct().Count());
    }

    [Fact]
    public void AnUnsetAddressHasTheProducersForm()
    {
        Assert.Equal(IbftAddress.Absent, ProducerProfiles.Ipxe20170510.Address(IPAddress.Any));
        Assert.Equal(IbftAddress.Absent, ProducerProfiles.Ipxe20170510.Address(null));
        Assert.Equal(IbftAddress.MappedZero, ProducerProfiles.Edk2.Address(IPAddress.Any));
        Assert.Equal(IbftAddress.MappedZero, ProducerProfiles.Edk2.Address(null));
        Assert.Equal("10.9.0.1", ProducerProfiles.Edk2.Address(IPAddress.Parse("10.9.0.1")).ToString());
    }

    [Fact]
    public void FlagsTellTheBootStructuresFromTheOthers()
    {
        Assert.Equal((3, 3), (ProducerProfiles.Ipxe20170510.NicFlags(isBoot: true), ProducerProfiles.Ipxe20170510.NicFlags(isBoot: false)));
        Assert.Equal((7, 5), (ProducerProfiles.Edk2.NicFlags(isBoot: true), ProducerProfiles.Edk2.NicFlags(isBoot: false)));
        Assert.Equal((3, 1), (ProducerProfiles.Edk2.TargetFlags(isBoot: true), ProducerProfiles.Edk2.TargetFlags(isBoot: false)));
        Assert.Equal((7, 7), (ProducerProfiles.Edk2MdeModule.NicFlags(isBoot: true), ProducerProfiles.Edk2MdeModule.NicFlags(isBoot: false)));
    }
}
