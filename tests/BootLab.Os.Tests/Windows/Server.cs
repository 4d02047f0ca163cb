using System.Net;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Machine;
using BootLab.Os.Windows;

namespace BootLab.Os.Tests.Windows;

/// <summary>
/// A diskless server with a card of two ports, the SAN on 08:04.0 and the LAN on 08:04.1, both in the table, installed by Setup onto the SAN's target: what a scenario starts from and changes.
/// </summary>
internal sealed record Server
{
    public WindowsRelease Release { get; init; } = Of("2022");

    public FirmwareKind Firmware { get; init; }

    /// <summary>The NICs of the table.</summary>
    public IReadOnlyList<NicContent> Listed { get; init; } = [Tables.San with { Gateway = default }, Tables.Lan];

    public IReadOnlyList<TargetContent> Booted { get; init; } = [Tables.Target];

    public InitiatorContent? Initiator { get; init; } = Tables.Initiator;

    public byte ControlFlags { get; init; }

    /// <summary>What is done to the table's bytes.</summary>
    public Action<byte[]>? Bytes { get; init; }

    /// <summary>Where the table lies in low memory; null for a place of the firmware's: usual low memory, or ACPI on UEFI.</summary>
    public uint? Address { get; init; }

    /// <summary>Whether there is a table.</summary>
    public bool HasTable { get; init; } = true;

    public MachineSpec? Machine { get; init; } = new() { Nics = [San, Lan] };

    public IReadOnlyList<NetworkSpec> Networks { get; init; } = [SanNetwork, LanNetwork];

    public IReadOnlyList<TargetSpec> Targets { get; init; } = [Target];

    public InstallRecord? Installed { get; init; } = new()
    {
        FirstNic = InstalledSan,
        Way = InstallWay.SetupToIscsi,
        Nics = [InstalledSan, InstalledLan],
    };

    public IReadOnlyList<string> Hotfixes { get; init; } = [];

    public PreBoot? PreBoot { get; init; } = new(true, "started the boot sector of drive 0x80");

    public Disk.Windows.WindowsImage? Image { get; init; }

    public bool IsSetup { get; init; }

    /// <summary>Disks that the BIOS counts.</summary>
    public byte Disks { get; init; } = 1;

    public static NicSpec San { get; } = new() { Name = "san", Mac = Tables.San.MacAddress, Pci = PciAddress.Parse("08:04.0"), Network = "san" };

    public static NicSpec Lan { get; } = new() { Name = "lan", Mac = Tables.Lan.MacAddress, Pci = PciAddress.Parse("08:04.1"), Network = "lan" };

    public static InstalledNic InstalledSan { get; } = Record(San) with { IsListed = true };

    public static InstalledNic InstalledLan { get; } = Record(Lan) with { IsListed = true };

    public static NetworkSpec SanNetwork { get; } = new() { Name = "san", Subnet = IPNetwork.Parse("10.9.0.0/24"), Server = IPAddress.Parse("10.9.0.254") };

    public static NetworkSpec LanNetwork { get; } = new() { Name = "lan", Subnet = IPNetwork.Parse("192.168.7.0/24"), Server = IPAddress.Parse("192.168.7.1") };

    public static TargetSpec Target { get; } = new() { Iqn = Tables.Target.Name!.Value.ToString(), Portals = [IPEndPoint.Parse("10.9.0.1:3260")] };

    public static WindowsRelease Of(string name) => WindowsRelease.TryParse(name, out var release, out var error) ? release : throw new ArgumentException(error);

    /// <summary>A NIC as the record of an installation has it.</summary>
    public static InstalledNic Record(NicSpec nic) => new(nic.Mac, nic.Pci)
    {
        VendorId = nic.Model.VendorId,
        DeviceId = nic.Model.DeviceId,
        Subsystem = nic.Subsystem,
        Revision = nic.Revision,
        SerialNumber = nic.SerialNumber,
    };

    public WindowsSituation ToSituation() => new()
    {
        Release = Release,
        Memory = ToMemory(),
        Machine = Machine is null ? null : Machine with { Firmware = Firmware },
        Networks = Networks,
        Targets = Targets,
        Installed = Installed,
        Hotfixes = Hotfixes,
        PreBoot = PreBoot,
        Image = Image,
        IsSetup = IsSetup,
    };

    public WindowsPrediction Predict() => WindowsBoot.Predict(ToSituation());

    public byte[] ToTable()
    {
        var content = new IbftContent { OemId = "BOOTLB", OemTableId = "BOOTLAB", ControlFlags = ControlFlags, Initiator = Initiator, Nics = Listed, Targets = Booted };
        var table = IbftWriter.Write(TableLayouts.Ipxe2017.Place(content));
        Bytes?.Invoke(table);
        return table;
    }

    private BootMemory ToMemory()
    {
        var memory = !HasTable ? Empty()
            : Firmware == FirmwareKind.Uefi && Address is null ? PlacedTable.ByAcpi(ToTable(), Firmware)
            : Address is null ? PlacedTable.InLowMemory(ToTable())
            : Empty();
        if (HasTable && Address is { } address)
        {
            memory.Bytes.Write(address, ToTable());
        }

        if (Firmware == FirmwareKind.Bios)
        {
            memory.Bytes.WriteByte(0x475, Disks);
        }

        return memory;
    }

    private BootMemory Empty() => new(Firmware, Firmware == FirmwareKind.Bios ? BootLab.Firmware.Bios.LowMemory.PowerOn(64, disks: 0).Bytes : new BootLab.Firmware.PhysicalMemory(64 << 20));
}
