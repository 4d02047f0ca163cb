using System.Net;
using System.Net.NetworkInformation;

namespace BootLab.Net.Dhcp;

/// <summary>Something that happened at a server.</summary>
/// <param name="Kind">What.</param>
/// <param name="Client">The client's hardware address; null for a datagram that is no message.</param>
/// <param name="Address">The address that it is about; null when there is none.</param>
/// <param name="Detail">One line for a log; empty when the kind says all.</param>
public readonly record struct DhcpServerEvent(DhcpServerEventKind Kind, PhysicalAddress? Client, IPAddress? Address, string Detail);

/// <summary>Kinds of <see cref="DhcpServerEvent"/>.</summary>
public enum DhcpServerEventKind
{
    /// <summary>An address was offered.</summary>
    Offered,

    /// <summary>An address was leased.</summary>
    Acknowledged,

    /// <summary>A request was refused with a DHCPNAK.</summary>
    Refused,

    /// <summary>A client with an address of its own got options.</summary>
    Informed,

    /// <summary>A ProxyDHCP offer or acknowledgement was sent.</summary>
    ProxyAnswered,

    /// <summary>No address is left: the client gets no answer.</summary>
    Exhausted,

    /// <summary>A client gave its address back.</summary>
    Released,

    /// <summary>A client found its address in use; it is set aside.</summary>
    Declined,

    /// <summary>A datagram was not answered: malformed, no request, or for another server.</summary>
    Ignored,

    /// <summary>An answer was dropped: it does not fit a datagram, or too many wait for their delay.</summary>
    Dropped,
}
