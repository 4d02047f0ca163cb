using BootLab.Ibft;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Testing;
using BootLab.Vm.Capture;
using BootLab.Vm.Judging;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>A system that real iPXE boots from SAN finds a table that no iPXE writes.</summary>
public sealed class HandOverTests
{
    // The system: looks for "iBFT" from 0x80000 in steps of 16 bytes, as an operating system does, prints "=" and the table's bytes on the first serial port, and halts.
    private const string Scanner =
        "fa b8 00 80 8e d8 66 81 3e 00 00 69 42 46 54 74 08 40 80 fc a0 72 ed eb 20 8b 0e 04 00 31 f6 b0 3d e8 20 00 ac 50 c0 e8 04 e8 10 00 58 24 0f e8 0a 00 e2 f0 b0 0a e8 0b 00 f4 eb fd 04 30 3c 3a 72 02 04 27 50 ba fd 03 ec a8 20 74 fb 58 ba f8 03 ee c3";

    private const string Lab = """
        lab: hand-over
        title: A disk whose boot sector prints the table
        machine:
          firmware: bios
          memory: 64
          nics:
            - {name: san, mac: "52:54:00:00:08:40", pci: "08:04.0", network: san}
            - {name: lan, mac: "52:54:00:00:08:41", pci: "08:04.1", network: lan}
        networks:
          san:
            subnet: 10.9.0.0/24
            server: 10.9.0.1
            dhcp: {pool: 10.9.0.100-10.9.0.200, root-path: "iscsi:10.9.0.1::::iqn.2026-11.lab.boot:disk", initiator-iqn: "iqn.2026-11.lab.boot:host"}
          lan:
            subnet: 10.8.0.0/24
            server: 10.8.0.1
            dhcp: {pool: 10.8.0.100-10.8.0.200}
        targets:
          - iqn: iqn.2026-11.lab.boot:disk
            portals: ["10.9.0.1:3260"]
            luns: {0: {size: 32MiB, boot-code: "hex:SCANNER"}}
        rom: {producer: bootlab, boot-nic: san}
        """;

    [Fact]
    public async Task The_booted_system_finds_two_NICs_where_iPXE_lists_one()
    {
        CaptureTests.NeedsRealIpxe();
        using var folder = new TemporaryFolder();
        var lab = LoadLab(folder);
        var ours = LabRunner.Run(lab, capture: false).Outcomes[0].Run.Table!.Bytes;

        var boot = await LabCapture.RunAsync(lab, new CaptureOptions { Limit = Wait.Limit, HandOver = new HandOver(ours, TableDelivery.LowMemory, "=6942465") }, TestContext.Current.CancellationToken);

        Assert.Equal(BootPoint.BootSector, boot.Point);
        Assert.Equal(lab.Machine.Nics[0].Mac, Assert.Single(IbftReader.Read(boot.Table!.Bytes).Nics).MacAddress);
        var printed = boot.Console.Single(line => line.Contains("=69424654", StringComparison.Ordinal));
        var found = Convert.FromHexString(printed[(printed.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        Assert.Equal(ours, found);
        Assert.Equal(lab.Machine.Nics.Select(nic => nic.Mac), IbftReader.Read(found).Nics.Select(nic => nic.MacAddress));
    }

    [Fact]
    public async Task A_boot_sector_that_gives_up_is_no_boot()
    {
        CaptureTests.NeedsRealIpxe();
        using var folder = new TemporaryFolder();
        const string returnToTheBios = "cd 18";
        var options = new CaptureOptions { Limit = Wait.Limit, HandOver = new HandOver(new byte[48], TableDelivery.LowMemory, null) };
        var failure = await Assert.ThrowsAsync<VmException>(() => LabCapture.RunAsync(LoadLab(folder, returnToTheBios), options, TestContext.Current.CancellationToken));
        Assert.StartsWith("the boot did not come to its point: found that the BIOS had nothing left to boot from, expected a boot sector to be entered, or the guest's end after it; last on the console:", failure.Message);
    }

    [Fact]
    public async Task A_table_without_room_is_refused_before_anything_boots()
    {
        using var folder = new TemporaryFolder();
        var options = new CaptureOptions { HandOver = new HandOver(new byte[HandOver.Room + 1], TableDelivery.LowMemory, null) };
        var failure = await Assert.ThrowsAsync<VmException>(() => LabCapture.RunAsync(LoadLab(folder), options, TestContext.Current.CancellationToken));
        Assert.Equal("found a table of 769 bytes, expected at most 768, the room of iPXE's own; leave out NICs or targets, or shorten names", failure.Message);
    }

    private static LabFile LoadLab(TemporaryFolder folder, string bootCode = Scanner)
    {
        folder.Write("lab.yaml", System.Text.Encoding.UTF8.GetBytes(Lab.Replace("SCANNER", bootCode, StringComparison.Ordinal)));
        return LabLoader.Load(folder.Root);
    }
}
