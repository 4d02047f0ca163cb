using System.Text;
using BootLab.Labs.Files;
using BootLab.Machine;
using BootLab.Testing;
using BootLab.Vm.Capture;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>Real iPXE in a guest, plugged into the switches of a lab: it meets BootLab's DHCP, TFTP and target, and has to leave the table that the emulated one leaves.</summary>
public sealed class CaptureTests
{
    private static readonly CaptureOptions s_patient = new() { Limit = Wait.Limit };

    [Fact]
    public async Task With_two_NICs_the_table_at_the_scripts_marker_is_the_emulated_one()
    {
        var boot = await CaptureAsync("ipxe-debian-pxb-0804-2nic");
        AssertEqual(boot, BootPoint.Marker);
        Assert.Equal(await File.ReadAllBytesAsync(Repository.Fixture("captured", "ipxe-debian-pxb-0804-2nic", "table.bin"), TestContext.Current.CancellationToken), boot.Table!.Bytes);
        Assert.Contains("net1", string.Join('\n', boot.BootConsole));
        Assert.Equal(
            [
                "router advertisements without a prefix on b: without any, iPXE waits 16 seconds for one",
                "router advertisements on a do not send to DHCPv6, which nobody serves: iPXE would wait as long for that",
            ],
            boot.Notes);
    }

    [Fact]
    public async Task At_the_entry_of_a_boot_sector_the_table_is_the_emulated_one()
    {
        var boot = await CaptureAsync("1nic-1tgt");
        AssertEqual(boot, BootPoint.BootSector);
        Assert.StartsWith("Booting from SAN device 0x8", boot.BootConsole[^1]); // the BIOS keeps the last character back
        Assert.Equal(boot.Lab.Targets[0].Iqn, Assert.Single(boot.Logins).TargetName);

        var golden = GoldenFiles.Of(boot, "the lab"u8.ToArray(), showSecrets: false);
        Assert.Equal(["boot.pcapng", "conditions.md", "console.txt", "lab.yaml", "table.bin"], golden.Keys.Order());
        var conditions = Encoding.UTF8.GetString(golden["conditions.md"]);
        Assert.Contains($"QEMU {boot.QemuVersion}", conditions);
        Assert.Contains("a boot sector was entered", conditions);
        Assert.Contains("the same bytes at the same address", conditions);
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.PathTo("boot.pcapng"), golden["boot.pcapng"], TestContext.Current.CancellationToken);
        var frames = PeerProcess.Run(Requires.Tool("tshark", "tshark"), ["-r", folder.PathTo("boot.pcapng"), "-d", "tcp.port==47260,iscsi", "-T", "fields", "-e", "_ws.col.Protocol"]).Output.Split('\n').ToHashSet();
        Assert.Superset(new HashSet<string> { "DHCP", "ARP", "TFTP", "iSCSI" }, frames);
    }

    [Fact]
    public async Task A_card_with_another_id_than_its_ROM_boots_all_the_same()
    {
        NeedsRealIpxe();
        var lab = Lab("1nic-1tgt");
        lab = lab with { Machine = lab.Machine with { Nics = [lab.Machine.Nics[0] with { Model = NicModel.VirtioNet }] } };
        var boot = await LabCapture.RunAsync(lab, s_patient, TestContext.Current.CancellationToken);
        AssertEqual(boot, BootPoint.BootSector);
        Assert.Contains("using virtio-net on 0000:00:04.0", string.Join('\n', boot.BootConsole));
    }

    [Fact]
    public async Task On_UEFI_the_table_among_the_ACPI_tables_is_the_emulated_one()
    {
        NeedsUefi();
        var boot = await CaptureAsync("uefi-1nic-1tgt");
        Assert.True(boot.IsEqual);
        Assert.Equal(await File.ReadAllBytesAsync(Repository.Fixture("ipxe-36a4c85", "uefi-1nic-1tgt", "table.bin"), TestContext.Current.CancellationToken), boot.Table!.Bytes);
        Assert.Contains("Booting from SAN device 0x80", boot.BootConsole);
    }

    [Fact]
    public async Task On_UEFI_a_boot_from_another_NIC_than_the_first_is_refused()
    {
        NeedsUefi();
        var lab = Lab("uefi-1nic-1tgt");
        lab = lab with { Machine = lab.Machine with { Nics = [.. lab.Machine.Nics, lab.Machine.Nics[0] with { Name = "before", Pci = PciAddress.Parse("00:03.0") }] } };
        var failure = await Assert.ThrowsAsync<VmException>(() => LabCapture.RunAsync(lab, s_patient, TestContext.Current.CancellationToken));
        Assert.Equal("uefi-1nic-1tgt: found that the NIC 'net0' boots, expected the first one by PCI address: on UEFI the package's iPXE tries all NICs in that order", failure.Message);
    }

    [Fact]
    public async Task A_boot_that_does_not_reach_its_point_says_what_was_waited_for()
    {
        NeedsRealIpxe();
        var options = new CaptureOptions { Limit = TimeSpan.FromSeconds(1), Marker = "never said" };
        var failure = await Assert.ThrowsAsync<VmException>(() => LabCapture.RunAsync(Lab("ipxe-debian-1nic"), options, TestContext.Current.CancellationToken));
        Assert.StartsWith("the boot did not come to its point: found nothing within 1 s, expected 'never said' on the console; last on the console:", failure.Message);
    }

    [Fact]
    public void The_serial_console_is_read_without_its_control_sequences()
    {
        Assert.Equal("net0: 10.9.0.2", ConsoleText.Plain("\u001b[1;1H\u001b[0mnet0: 10.9.0.2\u001b[K  "));
        Assert.Equal("net0: up", ConsoleText.Plain("Press Ctrl-B for the iPXE command line...                                         net0: up"));
        Assert.Equal("Configuring... ok", ConsoleText.Comparable("Configuring........ ok"));
        Assert.Equal(["net0: up"], ConsoleText.OfBoot(["SeaBIOS", "Features: DNS", "", "net0: up"]));
        Assert.Equal(["SeaBIOS"], ConsoleText.OfBoot(["SeaBIOS"]));
    }

    private static void AssertEqual(CapturedBoot boot, BootPoint point)
    {
        Assert.NotNull(boot.Table);
        Assert.Equal(point, boot.Point);
        Assert.Equal(boot.Emulated.Table!.Bytes, boot.Table.Bytes);
        Assert.Equal(boot.Emulated.Table.Address, boot.Table.Address);
        Assert.True(boot.BytesAreEqual && boot.AddressesAreEqual);
    }

    private static Task<CapturedBoot> CaptureAsync(string name)
    {
        NeedsRealIpxe();
        return LabCapture.RunAsync(Lab(name), s_patient, TestContext.Current.CancellationToken);
    }

    private static LabFile Lab(string name) => LabLoader.Load(Repository.PathTo("tests", "labs", name));

    internal static void NeedsUefi()
    {
        foreach (var (file, package) in new[] { ("/usr/share/OVMF/OVMF_CODE_4M.fd", "ovmf"), ("/usr/lib/ipxe/ipxe.efi", "ipxe") })
        {
            if (!File.Exists(file))
            {
                Requires.Missing($"{file} is not there: apt-get install {package}");
            }
        }
    }

    internal static void NeedsRealIpxe()
    {
        Requires.Tool("qemu-system-x86_64", "qemu-system-x86");
        if (!Directory.Exists("/usr/lib/ipxe/qemu"))
        {
            Requires.Missing("/usr/lib/ipxe/qemu is not there: apt-get install ipxe-qemu");
        }
    }
}
