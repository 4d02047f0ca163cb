using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using BootLab.Disk.Registry.Writing;
using BootLab.Disk.Windows;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Machine;
using BootLab.Os.Windows;
using static BootLab.Os.Tests.Windows.TestImage;

namespace BootLab.Os.Tests.Windows;

/// <summary>What a scenario changes about the server, by the words of scenarios.txt: each one fact.</summary>
internal static class ScenarioChanges
{
    private const string VmBus = "VMBUS\\{f8615163-df3e-46c5-913f-f2d2f965ed0e}";
    private const string Intruder = "iqn.2026-11.lab.boot:other";
    private static readonly Dictionary<ushort, LunSpec> s_disk = new() { [1] = new() { Image = "/images/windows.img" } };
    private static readonly TargetContent s_second = Tables.Target with { IpAddress = Tables.Address("10.9.0.7"), Name = "iqn.2026-11.lab.boot:second" };

    public static IReadOnlyDictionary<string, Func<Server, Server>> All { get; } = new Dictionary<string, Func<Server, Server>>
    {
        // The hand-over.
        ["boot-program-failed"] = s => s with { PreBoot = new PreBoot(false, "no lease") },
        ["no-table"] = s => s with { HasTable = false },
        ["uefi"] = s => s with { Firmware = FirmwareKind.Uefi },
        ["at-0x90000"] = s => s with { Address = 0x90000 },
        ["at-0x70000"] = s => s with { Address = 0x70000 },
        ["at-0x90008"] = s => s with { Address = 0x90008 },
        ["checksum-wrong"] = s => s with { Bytes = table => table[9]++ },
        ["signature-IBFT"] = s => s with { Bytes = table => (table[0], table[9]) = ((byte)'I', (byte)(table[9] + 0x20)) },
        ["revision-2"] = s => s with { Bytes = table => (table[8], table[9]) = (2, (byte)(table[9] - 1)) },
        ["control-flags-1"] = s => s with { ControlFlags = 1 },

        // The table.
        ["lan-not-listed"] = s => s with { Listed = [s.Listed[0]] },
        ["no-targets"] = s => s with { Booted = [] },
        ["target-not-valid"] = s => s with { Booted = [s.Booted[0] with { Flags = 0 }] },
        ["nic-not-valid"] = San(nic => nic with { Flags = 0 }),
        ["nic-id-9"] = Id9(IbftOffsets.Control.Nic0),
        ["target-id-9"] = Id9(IbftOffsets.Control.Target0),
        ["initiator-id-9"] = Id9(IbftOffsets.Control.Initiator),
        ["initiator-not-valid"] = s => s with { Initiator = s.Initiator! with { Flags = 0 } },
        ["no-initiator-name"] = s => s with { Initiator = s.Initiator! with { Name = null } },
        ["initiator-name-odd"] = s => s with { Initiator = s.Initiator! with { Name = "server1" }, Targets = [Server.Target] },
        ["nothing-boot-selected"] = s => s with
        {
            Initiator = s.Initiator! with { Flags = IbftFlags.Valid },
            Listed = [.. s.Listed.Select(nic => nic with { Flags = IbftFlags.Valid })],
            Booted = [.. s.Booted.Select(target => target with { Flags = IbftFlags.Valid })],
        },
        ["association-5"] = s => s with { Booted = [s.Booted[0] with { NicAssociation = 5 }] },
        ["san-without-address"] = San(nic => nic with { IpAddress = default, SubnetMaskPrefix = 0 }),
        ["san-vlan-12"] = San(nic => nic with { Vlan = 12 }),
        ["san-prefix-0"] = San(nic => nic with { SubnetMaskPrefix = 0 }),
        ["mac-of-nobody"] = San(nic => nic with { MacAddress = PhysicalAddress.Parse("52-54-00-00-99-99") }),
        ["gateway-router"] = San(nic => nic with { Gateway = Tables.Address("10.9.0.254") }),
        ["gateway-nobody"] = San(nic => nic with { Gateway = Tables.Address("10.9.0.99") }),
        ["gateway-target"] = San(nic => nic with { Gateway = Tables.Target.IpAddress }),
        ["target-elsewhere"] = s => s with { Booted = [s.Booted[0] with { IpAddress = Tables.Address("10.8.0.1") }], Targets = [Server.Target with { Portals = [IPEndPoint.Parse("10.8.0.1:3260")] }] },
        ["pci-09:00.0-in-table"] = San(nic => nic with { PciBdf = 0x0900 }),
        ["lan-listed-first"] = s => s with { Listed = [s.Listed[1], s.Listed[0]], Booted = [s.Booted[0] with { NicAssociation = 1 }] },
        ["lan-with-address"] = s => s with { Listed = [s.Listed[0], s.Listed[1] with { IpAddress = Tables.Address("192.168.7.2"), SubnetMaskPrefix = 24 }] },

        // Targets.
        ["acl-of-others"] = s => s with { Targets = [.. s.Targets.Select(one => one with { Initiators = [Intruder] })] },
        ["target-unknown"] = s => s with { Targets = [Server.Target with { Iqn = Intruder }] },
        ["chap-secret-11"] = Chap("elevenbytes", mutual: null),
        ["chap-secret-12"] = Chap("twelve-bytes", mutual: null),
        ["chap-mutual-same"] = Chap("twelve-bytes", mutual: "twelve-bytes"),
        ["chap-mutual"] = Chap("twelve-bytes", mutual: "other-twelve"),
        ["chap-without-secret"] = Chap("", mutual: null),
        ["chap-mutual-nameless"] = s => Chap("twelve-bytes", mutual: "other-twelve")(s) is var chap ? chap with { Booted = [chap.Booted[0] with { ReverseChapName = null }] } : s,
        ["redirected"] = s => s with { Targets = [Server.Target with { Redirect = "10.9.0.7:3260" }] },
        ["redirected-and-followed"] = s => s with { Targets = [Server.Target with { Redirect = "10.9.0.1" }] },
        ["chap-demanded"] = s => s with { Targets = [Server.Target with { Chap = new ChapSpec("user", "twelve-bytes") }] },
        ["one-session"] = s => s with { Targets = [Server.Target with { MaxSessions = 1 }] },
        ["second-path"] = s => s with
        {
            Booted = [s.Booted[0], s_second],
            Targets = [s.Targets[0] with { Luns = s_disk }, new TargetSpec { Iqn = s_second.Name!.Value.ToString(), Portals = [IPEndPoint.Parse("10.9.0.7:3260")], Luns = s_disk }],
        },
        ["second-disk-other"] = s => s with { Targets = [s.Targets[0], s.Targets[1] with { Luns = new Dictionary<ushort, LunSpec> { [1] = new() { Image = "/images/other.img" } } }] },
        ["first-target-away"] = s => s with { Targets = [s.Targets[0] with { Portals = [IPEndPoint.Parse("10.8.0.9:3260")] }, .. s.Targets.Skip(1)] },

        // Machine and network.
        ["san-no-cable"] = SanPort(nic => nic with { Network = null }),
        ["san-link-down"] = SanPort(nic => nic with { LinkUp = false }),
        ["san-in-lan"] = SanPort(nic => nic with { Network = "lan" }),
        ["lan-no-cable"] = s => s with { Machine = s.Machine! with { Nics = [s.Machine.Nics[0], s.Machine.Nics[1] with { Network = null }] } },
        ["forwards-after-45"] = Delay(45),
        ["forwards-after-90"] = Delay(90),
        ["san-alone"] = s => s with { Machine = s.Machine! with { Nics = [s.Machine.Nics[0]] }, Listed = [s.Listed[0]] },
        ["san-usb"] = SanPort(nic => nic with { Attachment = NicAttachment.Usb }),
        ["target-ipv6"] = s => s with { Booted = [s.Booted[0] with { IpAddress = Tables.Address("fd00::1") }] },
        ["san-wireless"] = SanPort(nic => nic with { Attachment = NicAttachment.Wireless }),
        ["san-paravirtual"] = SanPort(nic => nic with { Attachment = NicAttachment.Paravirtual }),
        ["lan-other-model"] = s => s with { Machine = s.Machine! with { Nics = [s.Machine.Nics[0], s.Machine.Nics[1] with { Model = NicModel.VirtioNet }] } },
        ["san-other-serial"] = SanPort(nic => nic with { SerialNumber = 0x2222 }),
        ["san-other-slot"] = s => SanPort(nic => nic with { Pci = PciAddress.Parse("09:00.0") })(San(nic => nic with { PciBdf = 0x0900 })(s)),
        ["san-other-subsystem"] = SanPort(nic => nic with { Subsystem = 0x11118086 }),
        ["cables-swapped"] = s => s with
        {
            Machine = s.Machine! with { Nics = [s.Machine.Nics[0] with { Network = "lan" }, s.Machine.Nics[1] with { Network = "san" }] },
            Listed = [s.Listed[0] with { MacAddress = Server.Lan.Mac, PciBdf = Server.Lan.Pci.Bdf }, s.Listed[1] with { MacAddress = Server.San.Mac, PciBdf = Server.San.Pci.Bdf }],
        },
        ["networks-unknown"] = s => s with { Networks = [], Machine = s.Machine! with { Nics = [.. s.Machine.Nics.Select(nic => nic with { Network = null })] } },
        ["ipv6"] = s => s with
        {
            Listed = [s.Listed[0] with { IpAddress = Tables.Address("fd00::2"), SubnetMaskPrefix = 64 }, s.Listed[1]],
            Booted = [s.Booted[0] with { IpAddress = Tables.Address("fd00::1") }],
            Targets = [Server.Target with { Portals = [IPEndPoint.Parse("[fd00::1]:3260")] }],
            Networks = [Server.SanNetwork with { RouterAdvertisements = new RouterAdvertisementSpec { Prefix = IPNetwork.Parse("fd00::/64") } }, Server.LanNetwork],
        },
        ["machine-unknown"] = s => s with { Machine = null },

        // The installation.
        ["installed-through-san-alone"] = Installed(record => record with { Nics = [Server.InstalledSan, Server.InstalledLan with { IsListed = false }] }),
        ["installed-through-lan-alone"] = Installed(record => record with { FirstNic = Server.InstalledLan, Nics = [Server.InstalledSan with { IsListed = false }, Server.InstalledLan] }),
        ["installation-played"] = Installed(record => record with
        {
            Nics = [Server.InstalledSan with { Filters = [] }, Server.InstalledLan with { IsListed = false, Filters = [new InstalledFilter("WFPLWFS", IsMandatory: true)] }],
        }),
        ["first-nic-was-lan"] = Installed(record => record with { FirstNic = Server.InstalledLan, Nics = [] }),
        ["nothing-known"] = s => s with { Installed = null },
        ["copied"] = Installed(record => record with { Way = InstallWay.Copied }),
        ["san-had-serial"] = Installed(record => record with { Nics = [Server.InstalledSan with { SerialNumber = 0x1111 }, Server.InstalledLan] }),
        ["san-had-subsystem"] = Installed(record => record with { Nics = [Server.InstalledSan with { Subsystem = 0x00008086 }, Server.InstalledLan] }),
        ["filter-mandatory"] = Filter(new InstalledFilter("wfplwf", IsMandatory: true)),
        ["filter-optional"] = Filter(new InstalledFilter("wfplwf", IsMandatory: false)),
        ["filter-boot-start"] = Filter(new InstalledFilter("wfplwfs", IsMandatory: true, IsBootStart: true)),
        ["realtek-cx"] = Installed(record => record with { Nics = [Server.InstalledSan with { Service = "rtcx21x64" }, Server.InstalledLan] }),
        ["KB-2012-NIC"] = Hotfix("KB-2012-NIC"),
        ["KB2344941"] = Hotfix("KB2344941"),
        ["KB2487376"] = Hotfix("KB2487376"),
        ["KB2727330"] = Hotfix("KB2727330"),
        ["KB5051987"] = Hotfix("KB5051987"),

        // The disk.
        ["image"] = Image(_ => { }),
        ["image-nic-late"] = Image(root => root.Key(ServiceOf("e1iexpress")).Set("BootFlags", 0)),
        ["image-nic-at-boot"] = Image(root => root.Key(ServiceOf("e1iexpress")).Set("Start", 0)),
        ["image-nic-overridden"] = Image(root => root.Key($"{ServiceOf("e1iexpress")}\\StartOverride").Set("0", 3)),
        ["image-nic-disabled"] = Image(root => root.Key(InstanceOf(0)).Set("ConfigFlags", 1)),
        ["image-nic-unbound"] = Image(root => root.Key($"{ClassOf(0)}\\Linkage").Set("UpperBind", ["NetBT"])),
        ["image-nic-wireless"] = Image(root => root.Key(ClassOf(0)).Set("*IfType", 71)),
        ["image-nic-program"] = Image(root => root.Key(ServiceOf("e1iexpress")).Set("Type", 0x10)),
        ["image-nic-poll-mode"] = Image(root => root.Key(ClassOf(0)).Set("*NdisPoll", "1")),
        ["image-iscsiprt-late"] = Image(root => root.Key(ServiceOf("iScsiPrt")).Set("Start", 3)),
        ["image-iscsiprt-program"] = Image(root => root.Key(ServiceOf("iScsiPrt")).Set("Type", 0x20)),
        ["image-disk-disabled"] = Image(root => root.Key(ServiceOf("disk")).Set("Start", 4)),
        ["image-partmgr-late"] = Image(root => root.Key(ServiceOf("partmgr")).Set("Start", 3)),
        ["image-volmgr-overridden"] = Image(root => root.Key($"{ServiceOf("volmgr")}\\StartOverride").Set("0", 3)),
        ["image-ipv6"] = Image(root =>
        {
            root.Key(ServiceOf("Tcpip6")).Set("Start", 0);
            root.Key($"{ClassOf(0)}\\Linkage").Set("UpperBind", ["Tcpip", "Tcpip6"]);
        }),
        ["image-ipv6-unbound"] = Image(root => root.Key(ServiceOf("Tcpip6")).Set("Start", 0)),
        ["image-sanbootconf-late"] = Image(root => root.Key(ServiceOf("sanbootconf")).Set("Start", 1)),
        ["image-wan-miniport-at-boot"] = Image(root =>
        {
            root.Key($"{Set}\\Enum\\ROOT\\MS_NDISWANIP\\0000").Set("ClassGUID", "{4d36e972-e325-11ce-bfc1-08002be10318}").Set("Service", "NdisWan");
            root.Key(ServiceOf("NdisWan")).Set("Start", 0);
        }),
        ["image-tcpip-disabled"] = Image(root => root.Key(ServiceOf("Tcpip")).Set("Start", 4)),
        ["image-afd-disabled"] = Image(root => root.Key(ServiceOf("AFD")).Set("Start", 4)),
        ["image-oobe"] = Image(root => root.Key("Setup").Set("OOBEInProgress", 1)),
        ["image-no-ndis"] = Image(new TestImage { HasNdis = false }),
        ["image-nic-cx"] = Image(root => root.Key(ServiceOf("e1iexpress")).Set("ImagePath", "\\SystemRoot\\System32\\drivers\\rtcx21x64.sys")),
        ["image-initiator-disabled"] = Image(root => root.Key($"{Set}\\Enum\\ROOT\\ISCSIPRT\\0000").Set("ConfigFlags", 1)),
        ["image-initiator-other-driver"] = Image(root => root.Key($"{Set}\\Enum\\ROOT\\ISCSIPRT\\0000").Set("Service", "other")),
        ["image-filter"] = Image(root => Bind(root, 0, runType: 1, start: 1)),
        ["image-filter-optional"] = Image(root => Bind(root, 0, runType: 2, start: 1)),
        ["image-filter-at-boot"] = Image(root => Bind(root, 0, runType: 1, start: 0)),
        ["image-filter-on-lan"] = Image(root => Bind(root, 1, runType: 1, start: 1)),
        ["image-nic-on-usb"] = Image(new TestImage { Bus = "USB\\VID_0B95&PID_1790" }),
        ["image-nic-on-vmbus"] = Image(new TestImage { Bus = VmBus, Change = root => root.Key(ServiceOf("vmbus")).Set("Start", 0) }),
        ["image-nic-on-vmbus-late"] = Image(new TestImage { Bus = VmBus, Change = root => root.Key(ServiceOf("vmbus")).Set("Start", 3) }),
        ["image-page-file"] = Image(root => root.Key($"{Set}\\Control\\Session Manager\\Memory Management").Set("PagingFiles", ["C:\\pagefile.sys 0 0"])),
        ["image-static-address"] = Image(root => root.Key($"{ServiceOf("Tcpip")}\\Parameters\\Interfaces\\{AdapterOf(0)}").Set("EnableDHCP", 0).Set("IPAddress", ["10.9.0.77"])),
        ["image-media-sense-on"] = Image(root => root.Key(ServiceOf("e1iexpress")).Set("Start", 0)),
        ["image-nic-mac-override"] = Image(root => root.Key(ClassOf(0)).Set("NetworkAddress", "525400009999")),
        ["image-upper-filter"] = Image(root => root.Key(InstanceOf(0)).Set("UpperFilters", ["vpnfilter"])),
        ["image-group-order"] = Image(root =>
        {
            root.Key(ServiceOf("e1iexpress")).Set("Start", 0);
            root.Key($"{Set}\\Control\\ServiceGroupOrder").Set("List", ["SCSI miniport", "NDIS Wrapper", "NDIS", "Base", "PNP_TDI"]);
        }),
        ["image-paged"] = Image(root =>
        {
            root.Key(ServiceOf("e1iexpress")).Set("Start", 0);
            root.Key($"{Set}\\Control\\Session Manager\\Memory Management").Set("DisablePagingExecutive", 0);
        }),
        ["image-stale-card"] = Image(root =>
        {
            const string Place = "@System32\\drivers\\pci.sys,#65536;PCI bus %1, device %2, function %3;(8,4,0)";
            root.Key($"{Set}\\Enum\\PCI\\VEN_10EC&DEV_8168&SUBSYS_00000000&REV_06\\01000000684CE00000").Set("ClassGUID", "{4d36e972-e325-11ce-bfc1-08002be10318}").Set("Service", "rt640x64").Set("LocationInformation", Place);
            root.Key($"{Set}\\Enum\\PCI\\A&DEV_8168\\1").Set("ClassGUID", "{4d36e972-e325-11ce-bfc1-08002be10318}").Set("LocationInformation", Place);
        }),
        ["image-flags-force"] = Image(root => root.Key($"{Set}\\Control").Set("BootDriverFlags", 1)),
        ["image-driver-missing"] = Image(new TestImage { Missing = ["e1i63x64.sys"] }),
        ["image-no-winload"] = Image(new TestImage { BootPath = [new("boot manager", "bootmgr"), new("winload", "\\Windows\\system32\\winload.exe", "is not there", 0xc000000f)] }),

        // Set-up.
        ["setup"] = s => s with { IsSetup = true },
        ["no-disk-counted"] = s => s with { Disks = 0 },
    };

    // The structure that a field of control names; the checksum stays right.
    private static Func<Server, Server> Id9(int slot) => s => s with
    {
        Bytes = table =>
        {
            const byte Id = 9;
            var at = BinaryPrimitives.ReadUInt16LittleEndian(table.AsSpan(IbftOffsets.Control.Position + slot));
            (table[at], table[9]) = (Id, (byte)(table[9] + table[at] - Id));
        },
    };

    private static Func<Server, Server> San(Func<NicContent, NicContent> change) => s => s with { Listed = [change(s.Listed[0]), .. s.Listed.Skip(1)] };

    private static Func<Server, Server> SanPort(Func<NicSpec, NicSpec> change) => s => s with { Machine = s.Machine! with { Nics = [change(s.Machine.Nics[0]), .. s.Machine.Nics.Skip(1)] } };

    private static Func<Server, Server> Delay(int seconds) => s => s with { Networks = [.. s.Networks.Select(network => network with { ForwardingDelay = TimeSpan.FromSeconds(seconds) })] };

    private static Func<Server, Server> Installed(Func<InstallRecord, InstallRecord> change) => s => s with { Installed = change(s.Installed!) };

    private static Func<Server, Server> Filter(InstalledFilter filter) => Installed(record => record with { Nics = [Server.InstalledSan with { Filters = [filter] }, Server.InstalledLan] });

    private static Func<Server, Server> Hotfix(string id) => s => s with { Hotfixes = [.. s.Hotfixes, id] };

    private static Func<Server, Server> Image(Action<NewKey> change) => Image(new TestImage { Change = change });

    private static Func<Server, Server> Image(TestImage description)
    {
        var image = new Lazy<WindowsImage>(description.ToImage);
        return s => s with { Image = image.Value };
    }

    private static Func<Server, Server> Chap(string secret, string? mutual) => s => s with
    {
        Booted =
        [
            s.Booted[0] with
            {
                ChapType = mutual is null ? ChapType.OneWay : ChapType.Mutual,
                ChapName = "user",
                ChapSecret = secret,
                ReverseChapName = mutual is null ? default(ByteString?) : "disk",
                ReverseChapSecret = mutual is null ? default(ByteString?) : mutual,
            },
        ],
        Targets = [Server.Target with { Chap = new ChapSpec("user", secret, mutual is null ? null : "disk", mutual) }],
    };
}
