using System.Net;
using System.Net.NetworkInformation;
using BootLab.Labs.Files.Shapes;
using BootLab.Machine;

namespace BootLab.Labs.Files.Sections;

/// <summary><c>dhcp</c> of a network: the embedded DHCP server.</summary>
internal static class DhcpSection
{
    private const uint DefaultLease = 3600;

    public static readonly Key<(IPAddress First, IPAddress Last)> Pool = new("pool", NetworkScalars.Pool, "First and last address given away; without a pool only reservations are served.");

    private static readonly Key<IReadOnlyList<byte>> Order = new(
        "order", new ListShape<byte>("a list of options", OptionInOrder), "The order of the options on the wire behind the message type; the rest follow as they are written. [54, 51] when absent.");

    private static readonly Key<TimeSpan> Delay = new("delay", Scalars.Duration, "Time between a request and its answer; 0s when absent.");

    public static readonly Key<IReadOnlyList<DhcpReservationSpec>> Reservations = new(
        "reservations", new ListShape<DhcpReservationSpec>("a list of reservations", Reservation.Shape), "What is kept for a MAC address.");

    private static readonly Key<IReadOnlyList<DhcpClassSpec>> Classes = new(
        "classes", new ListShape<DhcpClassSpec>("a list of classes", ClassShape()), "Answers that differ by what a client says of itself; all that match are laid over each other in this order.");

    public static readonly MapShape<DhcpSpec> Shape = new(
        "DHCP server",
        "The embedded DHCP server of a network. Options are named here or listed under 'options'.",
        [Pool, .. DhcpAnswer.Keys, Order, Delay, Reservations, Classes],
        map =>
        {
            var answer = DhcpAnswer.Read(map);
            return new DhcpSpec
            {
                PoolFirst = map.FindValue(Pool)?.First,
                PoolLast = map.FindValue(Pool)?.Last,
                Answer = answer with { LeaseSeconds = answer.LeaseSeconds ?? DefaultLease },
                OptionOrder = map.Get(Order, DhcpSpec.DefaultOptionOrder),
                Delay = map.Get(Delay, TimeSpan.Zero),
                Reservations = map.Get(Reservations, []),
                Classes = map.Get(Classes, []),
            };
        },
        DhcpAnswer.CheckOptions);

    private static ScalarShape<byte> OptionInOrder => new(
        "the name or the code of an option",
        [Yaml.ScalarKind.Integer, Yaml.ScalarKind.Text],
        (string text, out byte value) =>
        {
            var known = DhcpOptions.TryParse(text, out var code) && code.Sub is null;
            value = code.Code;
            return known;
        });

    private static MapShape<DhcpClassSpec> ClassShape()
    {
        var userClass = new Key<string>("user-class", Scalars.Line, "User class (option 77), such as iPXE.");
        var vendorClass = new Key<string>("vendor-class", Scalars.Line, "What the vendor class (option 60) begins with, such as PXEClient.");
        var architecture = new Key<long>("architecture", Scalars.Whole("an architecture (RFC 4578)", 0, ushort.MaxValue), "Client architecture (option 93): 0 BIOS, 7 UEFI x86-64.");
        var match = new Key<DhcpClassSpec>(
            "match",
            new MapShape<DhcpClassSpec>(
                "match",
                "Conditions on a client, all of which must hold.",
                [userClass, vendorClass, architecture],
                map => new DhcpClassSpec
                {
                    UserClass = map.Find(userClass),
                    VendorClass = map.Find(vendorClass),
                    Architecture = (ushort?)map.FindValue(architecture),
                }),
            "Which clients get it.",
            Required: true);
        return new(
            "class",
            "An answer for the clients that match.",
            [match, .. DhcpAnswer.Keys],
            map => map.Get(match) with { Answer = DhcpAnswer.Read(map) },
            DhcpAnswer.CheckOptions);
    }

    /// <summary>An entry of <c>reservations</c>.</summary>
    public static class Reservation
    {
        public static readonly Key<PhysicalAddress> Mac = new("mac", NetworkScalars.Mac, "The client.", Required: true);

        public static readonly Key<IPAddress> Address = new("address", NetworkScalars.Ipv4, "The address kept for it; from the pool when absent.");

        public static readonly MapShape<DhcpReservationSpec> Shape = new(
            "reservation",
            "An address and options kept for a client.",
            [Mac, Address, .. DhcpAnswer.Keys],
            map => new DhcpReservationSpec(map.Get(Mac), map.Find(Address), DhcpAnswer.Read(map)),
            DhcpAnswer.CheckOptions);
    }
}
