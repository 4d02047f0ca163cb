using System.Net;
using System.Net.NetworkInformation;
using BootLab.Ibft.Layouts;

namespace BootLab.Ibft.Tests;

/// <summary>What the conditions.md beside every captured table says, typed from there: the inputs of a boot, as far as they show in the table.</summary>
public static class CapturedRuns
{
    private const string SlirpClient = "iqn.2026-01.test:client1";
    private const string LabClient = "iqn.2026-11.lab.boot:init";

    public static IReadOnlyDictionary<string, (ProducerProfile Producer, IbftContent Content)> All { get; } = new Dictionary<string, (ProducerProfile, IbftContent)>
    {
        ["ipxe-36a4c85/1nic-1tgt"] = Ipxe(SlirpClient, [Slirp0], [Slirp1Target with { Name = "iqn.2026-01.test:disk1" }]),
        ["ipxe-36a4c85/2nic-2tgt"] = Ipxe(
            SlirpClient,
            [
                Slirp0 with { PrimaryDns = Address("10.0.3.3"), HostName = "bootlab2" },
                Slirp0 with
                {
                    MacAddress = Mac("52-54-00-00-00-02"), PciBdf = 0x0021, IpAddress = Address("10.0.3.15"), Gateway = default,
                    PrimaryDns = Address("10.0.3.3"), DhcpServer = Address("10.0.3.2"), HostName = "bootlab2",
                },
            ],
            [
                Slirp1Target,
                Slirp1Target with { IpAddress = Address("10.0.3.2"), Port = 47261, BootLun = Lun.FromNumber(2), NicAssociation = 1, Name = "iqn.2026-01.test:disk2" },
            ]),
        ["ipxe-36a4c85/mutual-chap"] = Ipxe("iqn.2010-04.org.ipxe:bootlab1", [Slirp0],
            [
                Slirp1Target with
                {
                    BootLun = default, ChapType = ChapType.Mutual, ChapName = "iniuser", ChapSecret = "inisecret1234", ReverseChapName = "tgtuser", ReverseChapSecret = "tgtsecret1234",
                },
            ]),
        ["ipxe-36a4c85/uefi-1nic-1tgt"] = Ipxe("iqn.2010-04.org.ipxe:bootlab1", [Slirp0], [Slirp1Target]),
        ["captured/ipxe-debian-1nic"] = Ipxe(LabClient, [LabNic], [LabTarget]),
        ["captured/ipxe-debian-chap"] = Ipxe(LabClient, [LabNic],
            [LabTarget with { Name = "iqn.2026-11.lab.boot:chap", ChapType = ChapType.OneWay, ChapName = "user", ChapSecret = "secretsecret1" }]),
        ["captured/ipxe-debian-mpath-2nics-norouter"] = Ipxe(
            LabClient,
            [
                LabNic with { Gateway = default, HostName = "boot1lan" },
                LabNic with
                {
                    MacAddress = Mac("52-54-00-00-08-42"), PciBdf = 0x0021, IpAddress = Address("10.9.1.2"), Gateway = default, DhcpServer = Address("10.9.1.1"), HostName = "boot1lan",
                },
            ],
            [LabTarget, LabTarget with { IpAddress = Address("10.9.1.1"), NicAssociation = 1 }]),
        ["captured/ipxe-debian-pxb-0804-2nic"] = Ipxe(LabClient, [LabNic with { PciBdf = 0x0820, HostName = "boot1lan" }], [LabTarget]),
        ["captured/ipxe-master-efi-acpi-2nic-0804"] = Ipxe(
            LabClient,
            [Slirp0 with { MacAddress = Mac("52-54-00-00-08-40"), PciBdf = 0x0820, HostName = null }],
            [LabTarget with { IpAddress = Address("10.0.2.2"), Port = 13260 }]),
        ["captured/edk2-ovmf2022.11-1attempt-dhcp"] = Edk2([EdkNic], [LabTarget]),
        ["captured/edk2-ovmf2022.11-2attempts-2nics-dhcp"] = Edk2(
            [
                EdkNic,
                EdkNic with { MacAddress = Mac("52-54-00-00-08-42"), PciBdf = 0x0021, IpAddress = Address("10.9.1.2"), Gateway = Address("10.9.1.1"), DhcpServer = Address("10.9.1.1") },
            ],
            [LabTarget, LabTarget with { IpAddress = Address("10.9.1.1"), NicAssociation = 1, Name = "iqn.2026-11.lab.boot:disk1" }]),
    };

    private static NicContent Slirp0 => new()
    {
        MacAddress = Mac("52-54-00-00-00-01"),
        PciBdf = 0x0020,
        IpAddress = Address("10.0.2.15"),
        SubnetMaskPrefix = 24,
        Origin = PrefixOrigin.Dhcp,
        Gateway = Address("10.0.2.2"),
        PrimaryDns = Address("10.0.2.3"),
        DhcpServer = Address("10.0.2.2"),
        HostName = "bootlab1",
    };

    private static TargetContent Slirp1Target => new() { IpAddress = Address("10.0.2.2"), Port = 47260, BootLun = Lun.FromNumber(1), Name = "iqn.2026-01.test:disk1" };

    private static NicContent LabNic => new()
    {
        MacAddress = Mac("52-54-00-00-08-40"),
        PciBdf = 0x0020,
        IpAddress = Address("10.9.0.2"),
        SubnetMaskPrefix = 24,
        Origin = PrefixOrigin.Dhcp,
        Gateway = Address("10.9.0.1"),
        PrimaryDns = Address("10.9.0.1"),
        DhcpServer = Address("10.9.0.1"),
        HostName = "boot1",
    };

    private static NicContent EdkNic => LabNic with { SecondaryDns = ProducerProfiles.Edk2.UnsetAddress, HostName = null };

    private static TargetContent LabTarget => new() { IpAddress = Address("10.9.0.1"), Port = 3260, BootLun = Lun.FromNumber(1), Name = "iqn.2026-11.lab.boot:disk0" };

    private static (ProducerProfile, IbftContent) Ipxe(string initiator, NicContent[] nics, TargetContent[] targets) =>
        Flagged(ProducerProfiles.Ipxe20170510, initiator, nics, targets, isBoot: _ => true);

    private static (ProducerProfile, IbftContent) Edk2(NicContent[] nics, TargetContent[] targets) =>
        Flagged(ProducerProfiles.Edk2, LabClient, nics, targets, isBoot: i => i == 0);

    private static (ProducerProfile, IbftContent) Flagged(ProducerProfile producer, string initiator, NicContent[] nics, TargetContent[] targets, Func<int, bool> isBoot) => (producer, new IbftContent
    {
        // QEMU's ACPI tables carry these ids, blanks included; EDK2 copies them.
        OemId = producer.OemId ?? "BOCHS ",
        OemTableId = producer.OemTableId ?? "BXPC    ",
        Initiator = new InitiatorContent { Flags = producer.InitiatorFlags, Name = initiator },
        Nics = [.. nics.Select((nic, i) => nic with { Flags = producer.NicFlags(isBoot(i)) })],
        Targets = [.. targets.Select((target, i) => target with { Flags = producer.TargetFlags(isBoot(i)) })],
    });

    private static IbftAddress Address(string text) => IbftAddress.From(IPAddress.Parse(text));

    private static PhysicalAddress Mac(string text) => PhysicalAddress.Parse(text);
}
