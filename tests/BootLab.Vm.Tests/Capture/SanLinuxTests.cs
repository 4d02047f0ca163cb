using BootLab.Ibft;
using BootLab.ImageMaker;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Testing;
using BootLab.Vm.Capture;
using BootLab.Vm.Judging;
using BootLab.Vm.Running;
using Xunit;

namespace BootLab.Vm.Tests.Capture;

/// <summary>
/// A Linux that real iPXE boots from SAN: kernel and first file system come over INT13 or Block I/O, the table that it finds is one that no iPXE writes, and by it Linux logs in to the disk that it was booted from.
/// </summary>
public sealed class SanLinuxTests(Guests guests)
{
    private const string Mark = "5a4e";
    internal const string CommandLine = $"console=ttyS0 quiet panic=-1 bootlab.mark={Mark} bootlab.report=ibft,acpi,pci bootlab.login bootlab.leases";

    internal const string Lab = """
        lab: san-linux
        title: A Linux on a SAN, and a NIC that carries no target
        machine:
          firmware: FIRMWARE
          memory: 384
          nics:
            - {name: san, mac: "52:54:00:00:08:40", pci: "08:04.0", network: san, model: e1000e}
            - {name: lan, mac: "52:54:00:00:08:41", pci: "08:04.1", network: lan, model: e1000e}
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
            luns: {0: {size: 64MiB}}
        rom: {producer: bootlab, boot-nic: san}
        """;

    [Fact]
    public Task On_a_BIOS_by_ACPI_while_iPXE_describes_nothing()
    {
        CaptureTests.NeedsRealIpxe();
        return BootAsync("bios", TableDelivery.Acpi, BiosDisk);
    }

    [Fact]
    public Task On_a_BIOS_in_low_memory_in_place_of_iPXEs_own()
    {
        CaptureTests.NeedsRealIpxe();
        return BootAsync("bios", TableDelivery.LowMemory, BiosDisk);
    }

    [Fact]
    public Task On_UEFI_by_ACPI_while_iPXE_describes_nothing()
    {
        CaptureTests.NeedsUefi();
        UefiLinuxDisk.NeedsTools();
        return BootAsync("uefi", TableDelivery.Acpi, (folder, initialSystem) => UefiLinuxDisk.Make(folder, guests.Pieces.PackedKernel, initialSystem, CommandLine));
    }

    private byte[] BiosDisk(TemporaryFolder folder, byte[] initialSystem) => LinuxBootDisk.Make(File.ReadAllBytes(guests.Pieces.PackedKernel), initialSystem, CommandLine);

    private async Task BootAsync(string firmware, TableDelivery delivery, Func<TemporaryFolder, byte[], byte[]> makeDisk)
    {
        using var folder = new TemporaryFolder();
        var image = folder.Write("linux.img", makeDisk(folder, Packed(guests.Pieces.LoginSystem)));
        folder.Write("lab.yaml", System.Text.Encoding.UTF8.GetBytes(Lab.Replace("FIRMWARE", firmware, StringComparison.Ordinal)));
        var lab = LabLoader.Load(folder.Root);
        var ours = LabRunner.Run(lab, capture: false).Outcomes[0].Run;

        var boot = await LabCapture.RunAsync(
            lab, new CaptureOptions { Limit = Wait.Limit, HandOver = new HandOver(ours.Table!.Bytes, delivery, null), Disk = image }, TestContext.Current.CancellationToken);

        // iPXE's own table, where it writes one, has the NIC that carries the target; ours has both.
        Assert.Equal(delivery == TableDelivery.LowMemory ? 1 : 0, boot.Table is { } own ? IbftReader.Read(own.Bytes).Nics.Length : 0);
        var report = GuestReport.Of(boot.Report, Mark) ?? throw new InvalidOperationException(string.Join('\n', boot.Console));
        var verdict = VerdictReader.Read(ours.Table.Bytes, report, isFresh: true);
        var outcome = OutcomeDetector.Of(new GuestCourse(GuestEnd.Reported, 0, 0, null), report, boot.Lab.Machine);
        Assert.Empty(Comparison.Of(Predictor.Of(ours, boot.Lab), outcome, verdict.View, boot.Logins, seesAddresses: true, OutcomeDetector.FirstSector(report)));
        Assert.Equal(["ethernet0/device", "ethernet1/device"], verdict.View.Where(entry => entry.Path.EndsWith("/device", StringComparison.Ordinal)).Select(entry => entry.Path));
        Assert.Equal(LinuxDisk.Marker, OutcomeDetector.Marker(report));
        Assert.Equal(2, boot.Logins.Count); // iPXE's, and Linux' own
        Assert.DoesNotContain(Mark, System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(image)[^LinuxDisk.Make().Length..])); // what Linux wrote is gone
    }

    internal static byte[] Packed(string path)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal))
        using (var file = File.OpenRead(path))
        {
            file.CopyTo(gzip);
        }

        return packed.ToArray();
    }
}
