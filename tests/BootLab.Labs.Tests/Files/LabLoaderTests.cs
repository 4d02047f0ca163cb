using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using BootLab.Ibft.Layouts;
using BootLab.Labs.Files;
using BootLab.Machine;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Rom;
using BootLab.Rules;
using BootLab.Testing;
using Xunit;
using TablePlace = BootLab.Labs.Files.TablePlace;

namespace BootLab.Labs.Tests.Files;

public sealed class LabLoaderTests
{
    private static LabFile Full => LabLoader.Load(Corpus.PathTo("ok/full.yaml"));

    [Theory]
    [MemberData(nameof(Corpus.Sound), MemberType = typeof(Corpus))]
    public void Sound_labs_load(string name) => Assert.NotEmpty(LabLoader.Load(Corpus.PathTo(name)).Machine.Nics);

    [Theory]
    [MemberData(nameof(Corpus.Labs), MemberType = typeof(Corpus))]
    public void Labs_are_called_as_their_folder_and_name_their_schema(string name)
    {
        var path = Path.GetFullPath(Corpus.PathTo(name));
        var schema = Path.GetRelativePath(Path.GetDirectoryName(path)!, Repository.PathTo("docs", "lab.schema.json"));

        Assert.Equal(Path.GetFileName(Path.GetDirectoryName(path)), LabLoader.Load(path).Name);
        Assert.Equal($"# yaml-language-server: $schema={schema}", File.ReadLines(path).First());
    }

    [Theory]
    [MemberData(nameof(Corpus.Errors), MemberType = typeof(Corpus))]
    public void Mistakes_are_told_with_their_places(string name)
    {
        var path = Corpus.PathTo(name);
        var error = Assert.Throws<LabFileException>(() => LabLoader.Load(path));

        Golden.Equal(Path.ChangeExtension(path, ".txt"), error.Message.Replace(Corpus.Folder + "/", string.Empty, StringComparison.Ordinal) + "\n");
    }

    [Fact]
    public void The_machine_is_read()
    {
        var machine = Full.Machine;

        Assert.Equal(FirmwareKind.Bios, machine.Firmware);
        Assert.Equal(Guid.Parse("01020304-0506-0708-090a-0b0c0d0e0f10"), machine.Uuid);
        Assert.Equal((256, 1), (machine.MemoryMiB, machine.LocalDisks));
        Assert.Equal(new QemuMachineSpec(QemuMachineType.Q35, NicModel.E1000e), machine.Qemu);
        Assert.Equal(new SmbiosSpec("Contoso", "R1", "00042", "rack 4"), machine.Smbios);
        Assert.Equal(new AcpiIdentity("BOCHS ", "BXPC    "), machine.Acpi);
        Assert.Equal(["lan", "spare", "san"], machine.NicsInPciOrder.Select(nic => nic.Name));
        Assert.Equal(
            new NicSpec { Name = "san", Mac = PhysicalAddress.Parse("525400000840"), Pci = new PciAddress(1, 8, 4, 0), Model = new NicModel("tg3", 0x14e4, 0x1659), Subsystem = 0x165914e4, Revision = 0x11, SerialNumber = 0x525400ffff000840, Network = "san" },
            machine.Nics[1]);
        Assert.Equal((false, NicAttachment.Paravirtual), (machine.Nics[0].LinkUp, machine.Nics[0].Attachment));
        Assert.Null(machine.Nics[2].Network);
    }

    [Fact]
    public void The_networks_are_read()
    {
        var lab = Full;
        var san = lab.Networks[0];

        Assert.Equal(["san", "lan"], lab.Networks.Select(network => network.Name));
        Assert.Equal(IPAddress.Parse("10.8.0.1"), lab.Networks[1].Server);
        Assert.Null(lab.Networks[1].Dhcp);
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(30)), (san.ForwardingDelay, lab.Networks[1].ForwardingDelay));
        Assert.Equal(PhysicalAddress.Parse("52550A000202"), san.ServerMac);
        Assert.Equal(Corpus.PathTo("ok/minimal.yaml"), san.TftpFiles["boot.ipxe"].Path);
        Assert.Equal("#!ipxe\nshell\n", Encoding.ASCII.GetString(san.TftpFiles["menu.ipxe"].ReadAllBytes()));
        Assert.Equal(
            new RouterAdvertisementSpec { Router = IPAddress.Parse("fe80::9"), Prefix = IPNetwork.Parse("fd00:9::/64"), LifetimeSeconds = 900, Managed = true },
            san.RouterAdvertisements);
    }

    [Fact]
    public void Options_are_read_in_the_order_of_the_file()
    {
        var dhcp = Full.Networks[0].Dhcp!;

        string[] expected =
        [
            "1 FFFFFF00",
            "3 0A0900FE",
            "6 0A0900030A090004",
            "28 0A0900FF",
            $"12 {Convert.ToHexString("boot1"u8)}",
            "58 00000708",
            "26 2328",
            $"175 080101BE04{Convert.ToHexString("user"u8)}FF",
            "121 0D0A080A090009000A0900FE",
            $"17 {Convert.ToHexString("iscsi:10.9.0.254::::iqn.2026-11.lab.boot:disk0"u8)}",
            "224 080101FF",
            "225 0A090005",
            "226 0102",
            $"203 {Convert.ToHexString("iqn.2026-11.lab.boot:init"u8)}",
        ];
        Assert.Equal(expected, Lines(dhcp.Answer));
        Assert.Equal([54, 51, 67, 58, 59, 1], dhcp.OptionOrder);
        Assert.Equal((IPAddress.Parse("10.9.0.253"), "boot.ipxe", true, "srv", 7200u), (dhcp.Answer.NextServer!, dhcp.Answer.File, dhcp.Answer.FileInOption67, dhcp.Answer.ServerName, dhcp.Answer.LeaseSeconds));
        Assert.Equal((IPAddress.Parse("10.9.0.100"), IPAddress.Parse("10.9.0.200"), TimeSpan.FromMilliseconds(200)), (dhcp.PoolFirst!, dhcp.PoolLast!, dhcp.Delay));
    }

    [Fact]
    public void Reservations_and_classes_are_read()
    {
        var dhcp = Full.Networks[0].Dhcp!;

        Assert.Equal((PhysicalAddress.Parse("525400000840"), IPAddress.Parse("10.9.0.2")), (dhcp.Reservations[0].Mac, dhcp.Reservations[0].Address!));
        Assert.Equal([$"12 {Convert.ToHexString("boot2"u8)}", "3 ", "26 05DC"], Lines(dhcp.Reservations[0].Answer));
        Assert.Null(dhcp.Reservations[1].Address);
        Assert.Equal("other.ipxe", dhcp.Reservations[1].Answer.File);
        Assert.Equal(("iPXE", "menu.ipxe"), (dhcp.Classes[0].UserClass, dhcp.Classes[0].Answer.File));
        Assert.Equal(("PXEClient", (ushort?)7, 60u), (dhcp.Classes[1].VendorClass, dhcp.Classes[1].Architecture, dhcp.Classes[1].Answer.LeaseSeconds));
    }

    [Fact]
    public void The_targets_are_read()
    {
        var lab = Full;
        var disk = lab.Targets[0];

        Assert.Equal(["10.9.0.254:3260", "[fd00:9::1]:3261", "10.8.0.1:3260"], disk.Portals.Select(portal => portal.ToString()));
        Assert.Equal((32 << 20, true, 4096), (disk.Luns[0].Blank!.SizeBytes, disk.Luns[0].ReadOnly, disk.Luns[0].BlockSize));
        Assert.Equal([0xfa, 0xf4, 0xeb, 0xfc], disk.Luns[0].Blank!.BootCode.ToArray());
        Assert.Equal(disk.Luns[5], disk.Luns[6]);
        Assert.Equal(new LunSpec { Image = Corpus.PathTo("ok/minimal.yaml") }, disk.Luns[5]);
        Assert.Equal(1L << 30, disk.AnyLun!.Blank!.SizeBytes);
        Assert.Equal((new ChapSpec("user", "secretsecret1", "ruser", "rsecretsecret"), ChapWhen.Offered), (disk.Chap!, disk.ChapWhen));
        Assert.Equal(["iqn.2026-11.lab.boot:init"], disk.Initiators);

        Assert.Equal(["10.9.0.254:3260", "10.8.0.1:3260"], lab.Targets[1].Portals.Select(portal => portal.ToString()));
        Assert.Equal("10.9.0.7:3260", lab.Targets[1].Redirect);
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:13260"), lab.Targets[2].Existing);
        Assert.Equal(["login=redirect", "read:2-4=delay:200ms", "command:5-=reject:0x04"], lab.Targets[3].Faults);
    }

    [Fact]
    public void The_boot_program_and_its_variants_are_read()
    {
        var lab = Full;

        Assert.Equal(new BootProgram("ipxe-2019-01-25", BootProgramKind.Ipxe, new DateOnly(2019, 1, 25)), lab.Rom.Program);
        Assert.Equal((NicDriver.Undi, "san", "#!ipxe\nautoboot\n"), (lab.Rom.Driver, lab.Rom.BootNic, lab.Rom.Script!.Text));
        Assert.Equal([new RomSetting("net1/gateway", "0.0.0.0"), new RomSetting("san-retries", "3")], lab.Rom.Settings);

        var today = lab.Beside[0];
        Assert.Equal((NicDriver.Native, "san", null), (today.Rom.Driver, today.Rom.BootNic, today.Rom.Script));
        Assert.Equal(lab.Rom.Settings, today.Rom.Settings);
        Assert.Equal((BootOutcomeKind.Failed, "0x1d852039", TablePlace.Nowhere), (today.Expect.Outcome, today.Expect.Error, today.Expect.Table!.Place));

        var edk2 = lab.Beside[1];
        Assert.Equal((FirmwareKind.Uefi, BootProgramKind.Edk2), (edk2.Machine.Firmware, edk2.Rom.Program.Kind));
        Assert.Equal((null, null, 0), (edk2.Rom.BootNic, edk2.Rom.Script, edk2.Rom.Settings.Count));
        Assert.Equal((AttemptMode.Mpio, true, true), (edk2.Rom.Attempts[0].Mode, edk2.Rom.Attempts[0].InitiatorFromDhcp, edk2.Rom.Attempts[0].TargetFromDhcp));
        Assert.Equal([0, 8, 0x40], edk2.Rom.Attempts[1].Isid!.Value.ToArray());
        Assert.Equal(IPEndPoint.Parse("[fd00:9::1]:3260"), edk2.Rom.Attempts[2].Portal);

        Assert.Equal((NicOrder.Pci, IndexPolicy.AlwaysZero), (lab.Beside[2].Rom.NicOrder, lab.Beside[2].Rom.Index));
    }

    [Fact]
    public void The_system_and_the_expectations_are_read()
    {
        var lab = Full;

        Assert.Equal(("full", 7, "Two lines,\nkept as they are.\n"), (lab.Name, lab.Seed, lab.Description));
        Assert.Equal(("windows-server-2012", false), (lab.Os!.System, lab.Os.IsSetup));
        Assert.Equal(["KB2344941"], lab.Os.Hotfixes);
        Assert.Equal((569, 0x9E620u, TablePlace.LowMemory), (lab.Expect.Table!.Length, lab.Expect.Table.Address, lab.Expect.Table.Place));
        Assert.Equal(VerdictState.Unknown, lab.Expect.Rules["OQ-4"]);
        Assert.Equal(["Registered SAN device 0x80"], lab.Expect.Console);
        var windows = lab.Expect.Predictions["windows"];
        Assert.Equal((WindowsOutcome.BootsDegraded, WindowsStage.SecondPlugAndPlay, 0x7bu), (windows.Outcome, windows.Stage, windows.Code));
        Assert.Equal(("N-2", true, Evidence.Vendor), (windows.Deciding, windows.IsReported, windows.Confidence));
        Assert.Equal(["code-31"], windows.Nics["lan"]);
        Assert.Empty(windows.Nics["san"]);
        Assert.Equal(["host-route"], windows.Machine!);
        Assert.Empty(lab.Expect.Predictions["seed-ordering"].Machine!);
    }

    [Fact]
    public void What_is_not_written_has_its_default()
    {
        var lab = LabLoader.Load(Corpus.PathTo("ok/minimal.yaml"));

        Assert.Equal((1, 128, NicModel.E1000), (lab.Seed, lab.Machine.MemoryMiB, lab.Machine.Nics[0].Model));
        Assert.True(lab.Expect.IsEmpty);
        Assert.Empty(lab.Beside);
    }

    [Fact]
    public void A_folder_stands_for_its_lab_file()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("lab.yaml", File.ReadAllBytes(Corpus.PathTo("ok/minimal.yaml")));

        Assert.Equal(path, LabLoader.Load(folder.Root).Path);
    }

    [Fact]
    public void A_missing_file_is_told()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<LabFileException>(() => LabLoader.Load(folder.PathTo("nothing.yaml")));

        Assert.StartsWith($"{folder.PathTo("nothing.yaml")}:1:1: found no file that can be read, expected a lab file or a folder with lab.yaml in it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("lab.yaml", new byte[2 << 20]);

        var error = Assert.Throws<LabFileException>(() => LabLoader.Load(path));

        Assert.Contains("expected at most 1048576", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(DhcpAnswerSpec answer) => answer.Options.Select(option => $"{option.Code} {Convert.ToHexString(option.Value.Span)}");
}
