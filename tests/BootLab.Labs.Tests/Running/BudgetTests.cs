using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>What a boot may cost in memory: it does not flicker as time does.</summary>
public class BudgetTests
{
    [Fact]
    public void AWarmBootAllocatesLessThanSixHundredKilobytes()
    {
        var lab = LabLoader.Load(Path.Combine(Repository.Root, "tests", "labs", "ipxe-debian-1nic"));
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = LabRunner.Run(lab, capture: false);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(result.IsAsExpected);
        }

        Assert.InRange(least, 1, 600_000);
    }
}
