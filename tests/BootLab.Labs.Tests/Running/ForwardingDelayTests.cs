using BootLab.Machine;
using BootLab.Rom;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>A switch whose spanning tree blocks a port for a while after it has link.</summary>
public sealed class ForwardingDelayTests
{
    [Theory]
    [InlineData(0, BootOutcomeKind.Booted)]
    [InlineData(5, BootOutcomeKind.Booted)]
    [InlineData(120, BootOutcomeKind.Failed)]
    public void A_boot_program_waits_for_the_switch_as_long_as_it_waits_for_a_lease(int seconds, BootOutcomeKind expected)
    {
        NetworkSpec[] networks = [SanLab.Segment("lan", 2), SanLab.Segment("san", 3) with { ForwardingDelay = TimeSpan.FromSeconds(seconds) }];

        var run = new SanLab { Networks = networks, BootNic = "san", Script = $"dhcp net1\nsanboot {SanLab.Disk}" }.Run();

        Assert.Equal(expected, run.Outcome.Kind);
        Assert.True(expected == BootOutcomeKind.Failed || run.Elapsed > TimeSpan.FromSeconds(seconds), $"booted after {run.Elapsed}");
    }
}
