using System.Net.NetworkInformation;
using BootLab.Machine;
using BootLab.Vm.Judging;
using BootLab.Vm.Layout;
using BootLab.Vm.Qemu;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>NICs at the addresses that a lab gives them, as the guest sees them.</summary>
public sealed class PciLayoutTests(Guests guests)
{
    private const string Mark = "0123456789abcdef";

    [Fact]
    public void A_bus_gets_a_bridge_and_the_numbers_before_it_are_used_up()
    {
        var layout = PciLayout.Plan(QemuMachineType.Pc, [PciAddress.Parse("04:04.0"), PciAddress.Parse("04:04.1")]);
        Assert.Equal(
            [
                "pci-bridge,id=bus1,bus=pci.0,addr=2.0,chassis_nr=1,shpc=off,multifunction=on",
                "pci-bridge,id=bus2,bus=bus1,addr=0.0,chassis_nr=2,shpc=off,multifunction=on",
                "pci-bridge,id=bus3,bus=bus1,addr=0.1,chassis_nr=3,shpc=off",
                "pci-bridge,id=bus4,bus=pci.0,addr=2.1,chassis_nr=4,shpc=off",
            ],
            layout.Devices);
        Assert.Equal("bus4", layout.BusOf(PciAddress.Parse("04:04.1")));
        Assert.Empty(PciLayout.Plan(QemuMachineType.Q35, [PciAddress.Parse("00:02.0")]).Devices);
    }

    [Theory]
    [InlineData(QemuMachineType.Pc, "0001:00:04.0", "segment 0")]
    [InlineData(QemuMachineType.Pc, "00:00.0", "the host bridge")]
    [InlineData(QemuMachineType.Pc, "00:01.4", "the PIIX3")]
    [InlineData(QemuMachineType.Q35, "00:1f.6", "the ICH9")]
    public void An_address_that_qemu_cannot_give_is_refused_with_the_reason(QemuMachineType type, string address, string reason) =>
        Assert.Contains(reason, Assert.Throws<PciLayoutException>(() => PciLayout.Plan(type, [PciAddress.Parse(address)])).Message);

    [Theory]
    [InlineData(QemuMachineType.Pc, 8)]
    [InlineData(QemuMachineType.Q35, 14)]
    public void More_buses_than_the_bios_has_ports_for_are_refused(QemuMachineType type, int most)
    {
        PciLayout.Plan(type, [.. Enumerable.Range(1, most).Select(bus => new PciAddress(0, (byte)bus, 0, 0))]);
        Assert.Throws<PciLayoutException>(() => PciLayout.Plan(type, [.. Enumerable.Range(1, most + 1).Select(bus => new PciAddress(0, (byte)bus, 0, 0))]));
    }

    [Fact]
    public void A_model_that_qemu_does_not_have_needs_another_to_stand_in()
    {
        var machine = new MachineSpec { Nics = [Nic(0, PciAddress.Parse("00:03.0")) with { Model = new NicModel("bnx2", 0x14e4, 0x1639) }] };
        Assert.Contains("'n0' with the model bnx2 (14e4:1639)", Assert.Throws<PciLayoutException>(() => LabMachine.Arguments(machine, new MachineWiring())).Message);
        var stoodIn = LabMachine.Arguments(machine with { Qemu = new QemuMachineSpec(StandIn: NicModel.VirtioNet) }, new MachineWiring());
        Assert.Contains(stoodIn.ToList(), argument => argument.StartsWith("virtio-net-pci,netdev=net0,bus=pci.0,addr=3.0", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_lab_says_of_the_machine_is_told()
    {
        var machine = new MachineSpec
        {
            MemoryMiB = 256,
            Firmware = FirmwareKind.Uefi,
            Uuid = Guid.Parse("4c4c4544-0047-3110-8051-b4c04f4a3232"),
            Smbios = new SmbiosSpec("Maker, Inc.", Serial: "7", Asset: "a"),
            LocalDisks = 1,
            Qemu = new QemuMachineSpec(QemuMachineType.Q35),
            Nics = [Nic(0, PciAddress.Parse("00:03.0")), Nic(1, PciAddress.Parse("00:04.0")) with { Network = "a" }, Nic(2, PciAddress.Parse("00:05.0")) with { Network = "a", LinkUp = false }],
        };
        var arguments = LabMachine.Arguments(machine, new MachineWiring
        {
            Network = _ => MachineWiring.Stream("/a,b"),
            OptionRom = nic => nic.Name == "n1" ? "rom" : null,
            BootNic = "n1",
            Variables = "vars",
        }).ToList();
        foreach (var pair in new[]
        {
            ("-M", "q35,graphics=off"), ("-m", "256"), ("-uuid", "4c4c4544-0047-3110-8051-b4c04f4a3232"), ("-smbios", "type=1,manufacturer=Maker,, Inc.,serial=7"), ("-smbios", "type=3,asset=a"),
            ("-drive", "if=pflash,format=raw,file=vars"), ("-device", "ide-hd,drive=disk0"), ("-netdev", "hubport,id=net0,hubid=0"), ("-netdev", "stream,id=net1,server=off,addr.type=unix,addr.path=/a,,b"),
            ("-device", "e1000,netdev=net1,bus=pcie.0,addr=4.0,multifunction=on,mac=52:54:00:00:00:01,romfile=rom,bootindex=1"),
        })
        {
            Assert.Contains(pair, arguments.Zip(arguments.Skip(1)));
        }

        Assert.Equal(["net0", "net2"], LabMachine.LinksDown(machine));
    }

    [Theory]
    [InlineData(QemuMachineType.Pc, 1)]
    [InlineData(QemuMachineType.Pc, 2)]
    [InlineData(QemuMachineType.Q35, 3)]
    [InlineData(QemuMachineType.Q35, 4)]
    public async Task A_guest_sees_what_was_asked_for(QemuMachineType type, int seed)
    {
        var machine = new MachineSpec { Qemu = new QemuMachineSpec(type), Nics = RandomNics(new Random(seed)) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Guests.Options.BootLimit);
        await using var guest = await QemuGuest.StartAsync(
            _ => LabMachine.Arguments(machine, new MachineWiring()).Linux(guests.Pieces.Kernel, guests.Pieces.ReportingSystem, $"bootlab.mark={Mark}", "bootlab.report=pci"),
            limit.Token);
        var report = await GuestReport.ReadAsync(guest.Report, Mark, limit.Token);
        Assert.True(report is not null, string.Join('\n', guest.Console.Last) + guest.QemuOutput);

        var seen = report["pci"].Select(line => line.Split(' ')).Where(words => words[1] == "0x020000").Select(words => $"{words[0]} {words[2]} {words[3]} {words[6]}");
        Assert.Equal(machine.NicsInPciOrder.Select(nic => $"0000:{nic.Pci} 0x{nic.Model.VendorId:x4} 0x{nic.Model.DeviceId:x4} {MacText.Format(nic.Mac)}"), seen);
    }

    /// <summary>Eight to sixteen NICs on up to six buses, several functions of a device among them, and 08:04.0 and 08:04.1 always.</summary>
    private static List<NicSpec> RandomNics(Random random)
    {
        var addresses = new HashSet<PciAddress> { PciAddress.Parse("08:04.0"), PciAddress.Parse("08:04.1") };
        byte[] buses = [0, 1, (byte)random.Next(2, 8), 8, (byte)random.Next(9, 40), (byte)random.Next(40, 200)];
        for (var count = random.Next(8, 17); addresses.Count < count;)
        {
            addresses.Add(new PciAddress(0, buses[random.Next(buses.Length)], (byte)random.Next(2, 31), (byte)(random.Next(3) == 0 ? random.Next(8) : 0)));
        }

        NicModel[] models = [NicModel.E1000, NicModel.E1000e, NicModel.VirtioNet];
        return [.. addresses.Select((address, number) => Nic(number, address) with { Model = models[random.Next(models.Length)] })];
    }

    private static NicSpec Nic(int number, PciAddress address) => new() { Name = $"n{number}", Mac = new PhysicalAddress([0x52, 0x54, 0, 0, 0, (byte)number]), Pci = address };
}
