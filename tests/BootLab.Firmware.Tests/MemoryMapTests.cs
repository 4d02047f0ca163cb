using CsCheck;

namespace BootLab.Firmware.Tests;

public class MemoryMapTests
{
    private static readonly MemoryMap s_map = new()
    {
        Regions = [new MemoryRegion(0, 10, MemoryRegionKind.Usable), new MemoryRegion(10, 20, MemoryRegionKind.Reserved), new MemoryRegion(30, 40, MemoryRegionKind.AcpiNvs)],
    };

    [Fact]
    public void HiddenBytesAreNotMentionedAndAllOthersStay() =>
        Gen.Select(Gen.ULong[0, 45], Gen.ULong[0, 45]).Sample((start, end) =>
        {
            var map = s_map.Hide(start, end);
            for (var address = 0UL; address < 45; address++)
            {
                Assert.Equal(start <= address && address < end ? null : s_map.KindAt(address), map.KindAt(address));
            }

            Assert.All(map.Regions, region => Assert.True(region.Start < region.End));
        });
}
