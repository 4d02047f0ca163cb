using System.Net;
using System.Net.Sockets;
using BootLab.Labs.Files.Shapes;
using BootLab.Machine;
using BootLab.Rom;

namespace BootLab.Labs.Files.Sections;

/// <summary>An entry of <c>attempts</c>: a page of EDK2's iSCSI setup.</summary>
internal static class AttemptSection
{
    public static readonly Key<string> Nic = new("nic", Scalars.Name, "The NIC that the attempt uses.", Required: true);

    private static readonly Key<AttemptMode> Mode = new("mode", Scalars.Choice<AttemptMode>("a mode"), "enabled (when absent), mpio or disabled.");

    private static readonly Key<AttemptIp> Ip = new("ip", Scalars.Choice<AttemptIp>("an IP version"), "ipv4 (when absent) or ipv6.");

    private static readonly Key<bool> InitiatorFromDhcp = new("initiator-from-dhcp", Scalars.Boolean, "Address, mask and gateway come from DHCP; false when absent.");

    private static readonly Key<bool> TargetFromDhcp = new("target-from-dhcp", Scalars.Boolean, "Target, portal and LUN come from the root path of the lease; false when absent.");

    private static readonly Key<IPAddress> Address = new("address", NetworkScalars.Address, "The initiator's address.");

    private static readonly Key<IPAddress> Mask = new("mask", NetworkScalars.Ipv4, "The IPv4 subnet mask.");

    private static readonly Key<IPAddress> Gateway = new("gateway", NetworkScalars.Address, "The gateway.");

    private static readonly Key<string> Target = new("target", NetworkScalars.IscsiName, "The target's name.");

    private static readonly Key<IPEndPoint> Portal = new("portal", NetworkScalars.Portal, "The target's portal.");

    private static readonly Key<string> Lun = new("lun", Scalars.LunText, "The LUN in hexadecimal; 0 when absent.");

    private static readonly Key<ChapSpec> Chap = new("chap", ChapSection.InitiatorShape, "CHAP credentials; without them authentication is 'None'.");

    private static readonly Key<TimeSpan> ConnectTimeout = new("connect-timeout", Scalars.Duration, "How long to wait for the TCP connection; 1s when absent.");

    private static readonly Key<long> Retries = new("retries", Scalars.Whole("a number of retries", 0, 16), "How often to connect again; 0 when absent.");

    private static readonly Key<byte[]> Isid = new("isid", Scalars.IsidTail, "The last three bytes of the ISID when set by hand; from the MAC address when absent.");

    public static readonly MapShape<AttemptSpec> Shape = new(
        "attempt",
        "A page of EDK2's iSCSI setup.",
        [Nic, Mode, Ip, InitiatorFromDhcp, TargetFromDhcp, Address, Mask, Gateway, Target, Portal, Lun, Chap, ConnectTimeout, Retries, Isid],
        map => new AttemptSpec
        {
            Nic = map.Get(Nic),
            Mode = map.Get(Mode, AttemptMode.Enabled),
            Ip = map.Get(Ip, AttemptIp.Ipv4),
            InitiatorFromDhcp = map.Get(InitiatorFromDhcp, false),
            TargetFromDhcp = map.Get(TargetFromDhcp, false),
            Address = map.Find(Address),
            Mask = map.Find(Mask),
            Gateway = map.Find(Gateway),
            Target = map.Find(Target),
            Portal = map.Find(Portal),
            Lun = map.Get(Lun, "0"),
            Chap = map.Find(Chap),
            ConnectTimeout = map.Get(ConnectTimeout, TimeSpan.FromSeconds(1)),
            Retries = (int)map.Get(Retries, 0),
            Isid = map.Find(Isid),
        },
        CheckSources);

    private static void CheckSources(MapReader map)
    {
        CheckSource(map, TargetFromDhcp, [Target, Portal], [Target, Portal, Lun]);
        Key[] initiator = map.Get(Ip, AttemptIp.Ipv4) == AttemptIp.Ipv4 ? [Address, Mask] : [];
        CheckSource(map, InitiatorFromDhcp, initiator, [Address, Mask, Gateway]);

        var family = map.Get(Ip, AttemptIp.Ipv4) == AttemptIp.Ipv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        foreach (var key in new[] { Address, Gateway }.Where(key => map.Find(key) is { } address && address.AddressFamily != family))
        {
            map.Report(key, $"found {map.Get(key)} in an attempt over {(family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")}, expected an address of that version; set 'ip' or change the address");
        }
    }

    private static void CheckSource(MapReader map, Key<bool> fromDhcp, Key[] required, Key[] owned)
    {
        if (map.Get(fromDhcp, false))
        {
            foreach (var key in owned.Where(key => map.Has(key)))
            {
                map.Report(key, $"found '{key.Name}' beside '{fromDhcp.Name}: true', expected one of them; the lease decides");
            }
        }
        else
        {
            foreach (var key in required.Where(key => !map.Has(key)))
            {
                map.Report(key, $"found an attempt without '{key.Name}', expected it because '{fromDhcp.Name}' is not true; add '{key.Name}:' or '{fromDhcp.Name}: true'");
            }
        }
    }
}
