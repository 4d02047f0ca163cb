using System.Net;
using System.Net.NetworkInformation;
using BootLab.Iscsi.Target;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Net.Clock;
using BootLab.Rom;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>
/// Every fault of the target's script against every boot program, once and for ever: the boot ends in bounded virtual time with an outcome that says something, and a machine that boots from
/// another target of the same server at the same time gets the table that it always gets.
/// </summary>
public class FaultTableTests
{
    private const string OtherIqn = "iqn.2026-11.lab:disk-b";
    private static readonly IPEndPoint Portal = IPEndPoint.Parse("10.0.3.2:3260");
    private static readonly byte[] Disk = BootableDisk();

    public static TheoryData<string, FirmwareKind> Programs => new()
    {
        { "gpxe-1.0.0", FirmwareKind.Bios },
        { "ipxe-2013-01-31", FirmwareKind.Bios },
        { "ipxe-36a4c85", FirmwareKind.Bios },
        { "ipxe-36a4c85", FirmwareKind.Uefi },
        { "ipxe", FirmwareKind.Bios },
        { "ipxe", FirmwareKind.Uefi },
        { "edk2", FirmwareKind.Uefi },
        { "bootlab", FirmwareKind.Bios },
        { "bootlab", FirmwareKind.Uefi },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_fault_ends_the_boot_and_leaves_its_neighbour_alone(string producer, FirmwareKind firmware)
    {
        var (_, undisturbed) = Boot(producer, firmware, null);
        foreach (var fault in EveryFault())
        {
            var (hit, beside) = Boot(producer, firmware, fault);
            var what = $"{fault.Trigger} {fault.Action} x {fault.Times}: {hit.Outcome.Kind} after {hit.Elapsed}: {hit.Outcome.Text}";
            Assert.True(hit.Elapsed < TimeSpan.FromMinutes(30), what);
            Assert.True(IsClear(hit), what);
            Assert.True(beside.Outcome == undisturbed.Outcome && beside.Table!.Bytes.SequenceEqual(undisturbed.Table!.Bytes), $"beside {what}: {beside.Outcome.Text}");
        }
    }

    /// <summary>Every trigger with every action: a new one of either is covered by itself.</summary>
    private static IEnumerable<TargetFault> EveryFault() =>
        from trigger in Enum.GetValues<FaultTrigger>()
        from action in Enum.GetValues<FaultAction>()
        from times in new[] { 1, int.MaxValue }
        select new TargetFault(trigger, 0, action, times);

    /// <summary>A drive with its table, or a failure with a number or with words that say what the program waits for.</summary>
    private static bool IsClear(BootRun run) => run.Outcome.Kind switch
    {
        BootOutcomeKind.Booted or BootOutcomeKind.Attached => run.Table is not null,
        _ => run.Outcome.ErrorCode is not null
            || run.Outcome.Text.EndsWith("waits for ever", StringComparison.Ordinal)
            || run.Outcome.Text.EndsWith("follows without an end", StringComparison.Ordinal)
            || run.Outcome.Text.StartsWith("no attempt logged in: ", StringComparison.Ordinal),
    };

    private static (BootRun Hit, BootRun Beside) Boot(string producer, FirmwareKind firmware, TargetFault? fault)
    {
        var lab = new SanLab { Producer = producer, Firmware = firmware, Targets = [], Networks = [SanLab.Segment("san", 3)] };
        var loop = EventLoop.CreateVirtual(LabRunner.Epoch);
        loop.Limit = LabRunner.Limit;
        return loop.Run(async () =>
        {
            var world = new LabWorld(loop, 1, lab.Networks, [], new LabDisks());
            FailureTests.Serve(world, Portal, Target(SanLab.Iqn, fault), Target(OtherIqn, null));
            var hit = Machine(lab, SanLab.SanMac, SanLab.Iqn).BootAsync(world);
            var beside = Machine(lab, PhysicalAddress.Parse("52:54:00:00:00:0c"), OtherIqn).BootAsync(world);
            return (await hit, await beside);
        });
    }

    private static SanLab Machine(SanLab lab, PhysicalAddress mac, string iqn) => lab with
    {
        Nics = [SanLab.Nic("san", mac, 4)],
        Script = lab.Producer == "edk2" ? null : $"dhcp net0\nsanboot iscsi:{Portal.Address}:::1:{iqn}",
        Attempts = lab.Producer == "edk2" ? [new AttemptSpec { Nic = "san", InitiatorFromDhcp = true, Target = iqn, Portal = Portal, Lun = "1" }] : [],
    };

    private static TargetOptions Target(string iqn, TargetFault? fault) => new()
    {
        Name = iqn,
        Luns = new Dictionary<ushort, IBlockStore> { [1] = new MemoryBlockStore(Disk) },
        Faults = fault is null ? [] : [fault],
    };

    private static byte[] BootableDisk()
    {
        var disk = new byte[1 << 20];
        (disk[510], disk[511]) = (0x55, 0xaa);
        return disk;
    }
}
