using BootLab.Machine;
using BootLab.Rom.Ipxe;
using Xunit;

namespace BootLab.Rom.Tests;

/// <summary>Only what a captured run shows is shown without a label.</summary>
public sealed class UnconfirmedTests
{
    [Theory]
    [InlineData("ipxe-36a4c85", null)]
    [InlineData("ipxe", "routing from source, not compared")]
    [InlineData("gpxe-1.0.0", "from source, not compared")]
    [InlineData("ipxe-2013-01-31", "from source, not compared")]
    [InlineData("ipxe-2017-04-01", "from source, not compared")]
    [InlineData("ipxe-2021-06-01", "from source, not compared")]
    [InlineData("bootlab", "BootLab's own producer, not a firmware's")]
    public void A_build_is_labelled_unless_its_own_runs_were_captured(string program, string? label) =>
        Assert.Equal(label, IpxeBuild.For(BootProgram.Parse(program), FirmwareKind.Bios).Unconfirmed);
}
