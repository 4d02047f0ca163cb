using System.Net.NetworkInformation;
using BootLab.Labs.Files.Shapes;
using BootLab.Machine;

namespace BootLab.Labs.Files.Sections;

/// <summary><c>machine</c>: the server as its firmware finds it.</summary>
internal static class MachineSection
{
    public static readonly Key<FirmwareKind> Firmware = new("firmware", Scalars.Choice<FirmwareKind>("a kind of firmware"), "BIOS or UEFI.", Required: true);

    public static readonly Key<Guid> Uuid = new("uuid", Scalars.Uuid, "SMBIOS system UUID; all zero when absent.");

    public static readonly Key<long> Memory = new("memory", Scalars.Whole("a number of MiB", 1, 1 << 20), "Memory in MiB, 128 when absent; decides where a UEFI machine's ACPI tables lie.");

    public static readonly Key<long> LocalDisks = new("local-disks", Scalars.Whole("a number of disks", 0, 127), "Disks that the BIOS counts before the boot program runs; 0 when absent.");

    public static readonly Key<SmbiosSpec> Smbios = new("smbios", SmbiosShape(), "Strings that boot scripts can read.");

    public static readonly Key<AcpiIdentity> Acpi = new("acpi", AcpiShape(), "OEM ids of the firmware's ACPI tables, which EDK2 copies into the iBFT; QEMU's when absent.");

    public static readonly Key<QemuMachineSpec> Qemu = new("qemu", QemuShape(), "How QEMU is to be this machine.");

    public static readonly Key<IReadOnlyList<NicSpec>> Nics = new("nics", new ListShape<NicSpec>("a list of NICs", Nic.Shape), "The network functions, in any order; boot programs find them by PCI address.", Required: true);

    public static readonly MapShape<MachineSpec> Shape = new(
        "machine",
        "The server as its firmware finds it.",
        [Firmware, Uuid, Memory, LocalDisks, Smbios, Acpi, Qemu, Nics],
        map =>
        {
            var absent = new MachineSpec();
            return new MachineSpec
            {
                Firmware = map.Get(Firmware),
                Uuid = map.Get(Uuid, absent.Uuid),
                MemoryMiB = (int)map.Get(Memory, absent.MemoryMiB),
                LocalDisks = (int)map.Get(LocalDisks, absent.LocalDisks),
                Smbios = map.Get(Smbios, absent.Smbios),
                Acpi = map.Get(Acpi, absent.Acpi),
                Qemu = map.Get(Qemu, absent.Qemu),
                Nics = map.Get(Nics),
            };
        });

    private static ScalarShape<NicModel> KnownModel => Scalars.Choice(
        "a model",
        new Dictionary<string, NicModel> { ["e1000"] = NicModel.E1000, ["e1000e"] = NicModel.E1000e, ["virtio-net"] = NicModel.VirtioNet });

    private static MapShape<QemuMachineSpec> QemuShape()
    {
        var type = new Key<QemuMachineType>("type", Scalars.Choice<QemuMachineType>("a machine type"), "Machine type; pc when absent.");
        var nic = new Key<NicModel>("nic", KnownModel, "The model that stands in for NICs that QEMU does not have.");
        return new("QEMU machine", "How QEMU is to be this machine.", [type, nic], map => new QemuMachineSpec(map.Get(type, QemuMachineType.Pc), map.Find(nic)));
    }

    private static MapShape<SmbiosSpec> SmbiosShape()
    {
        var manufacturer = new Key<string>("manufacturer", Scalars.Line, "Manufacturer of the system.");
        var product = new Key<string>("product", Scalars.Line, "Product name.");
        var serial = new Key<string>("serial", Scalars.Line, "Serial number.");
        var asset = new Key<string>("asset", Scalars.Line, "Asset tag.");
        return new(
            "SMBIOS record",
            "Strings of the SMBIOS tables.",
            [manufacturer, product, serial, asset],
            map => new SmbiosSpec(map.Find(manufacturer), map.Find(product), map.Find(serial), map.Find(asset)));
    }

    private static MapShape<AcpiIdentity> AcpiShape()
    {
        var oemId = new Key<string>("oem-id", OemText("an OEM id of 1 to 6 characters such as \"BOCHS \"", 6), "OEM id, with its trailing blanks.", Required: true);
        var oemTableId = new Key<string>("oem-table-id", OemText("an OEM table id of 1 to 8 characters such as \"BXPC    \"", 8), "OEM table id, with its trailing blanks.", Required: true);
        return new("ACPI identity", "OEM ids of the RSDT and XSDT.", [oemId, oemTableId], map => new AcpiIdentity(map.Get(oemId), map.Get(oemTableId)));
    }

    private static ScalarShape<string> OemText(string what, int longest) => Scalars.Matching(what, new($@"^[ -~]{{1,{longest}}}\z"));

    /// <summary>An entry of <c>nics</c>.</summary>
    public static class Nic
    {
        public static readonly Key<string> Name = new("name", Scalars.Name, "The lab's name for the NIC.", Required: true);

        public static readonly Key<PhysicalAddress> Mac = new("mac", NetworkScalars.Mac, "MAC address.", Required: true);

        public static readonly Key<PciAddress> Pci = new("pci", NetworkScalars.Pci, "Where the function is on the PCI bus.", Required: true);

        public static readonly Key<NicModel> Model = new("model", new ShortOrLongShape<NicModel>(KnownModel, OtherModel()), "Model; e1000 (Intel 82540EM) when absent.");

        public static readonly Key<string> Network = new("network", Scalars.Name, "The network that the cable leads to; without it nothing is plugged in.");

        public static readonly Key<bool> Link = new(
            "link", Scalars.Choice("a link state", new Dictionary<string, bool> { ["up"] = true, ["down"] = false }), "Whether the port gets link when it is opened; up when absent.");

        private static readonly Key<NicAttachment> s_attachment = new(
            "attachment", Scalars.Choice<NicAttachment>("a kind of attachment"), "How the NIC is attached; pci when absent. Windows starts late, or not at all, what is not a PCI function.");

        public static readonly MapShape<NicSpec> Shape = new(
            "NIC",
            "A network function.",
            [Name, Mac, Pci, Model, PciIdentity.Subsystem, PciIdentity.Revision, PciIdentity.Serial, s_attachment, Network, Link],
            map => new NicSpec
            {
                Name = map.Get(Name),
                Mac = map.Get(Mac),
                Pci = map.Get(Pci),
                Model = map.Get(Model, NicModel.E1000),
                Network = map.Find(Network),
                LinkUp = map.Get(Link, true),
                Subsystem = (uint?)map.FindValue(PciIdentity.Subsystem),
                Revision = (byte?)map.FindValue(PciIdentity.Revision),
                SerialNumber = map.FindValue(PciIdentity.Serial),
                Attachment = map.Get(s_attachment, NicAttachment.Pci),
            });

        private static MapShape<NicModel> OtherModel()
        {
            var driver = new Key<string>("driver", Scalars.Name, "The driver's name as iPXE shows it.", Required: true);
            var vendor = new Key<long>("vendor", PciIdentity.Id, "PCI vendor id, such as 0x8086.", Required: true);
            var device = new Key<long>("device", PciIdentity.Id, "PCI device id, such as 0x100e.", Required: true);
            return new(
                "model",
                "A NIC model that has no short name.",
                [driver, vendor, device],
                map => new NicModel(map.Get(driver), (ushort)map.Get(vendor), (ushort)map.Get(device)));
        }
    }
}
