using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Tests.Support;
using Xunit;

namespace BootLab.Iscsi.Tests;

public class InitiatorAndTargetTests
{
    [Fact]
    public async Task Boot_reads_the_disk_through_a_plain_login()
    {
        var rig = new Rig();
        await using var session = await rig.LoggedInAsync();
        var unit = session.GetLogicalUnit(ScsiLun.FromNumber(1));

        Assert.True((await unit.TestUnitReadyAsync()).IsGood);
        Assert.Equal(new DiskCapacity(2048, 512), await unit.ReadCapacityAsync());
        var sectors = new byte[4 * 512];
        await unit.ReadAsync(64, 4, sectors);

        Assert.Equal(Rig.Disk(2048)[(64 * 512)..(68 * 512)], sectors);
        Assert.Equal("10.0.2.15:64297 iqn.2026-01.test:client1 -> iqn.2026-01.test:disk1 at 10.0.2.2:47260: logged in (None)", Assert.Single(rig.Logins).ToString());
    }
}
