using System.Net;
using System.Net.Sockets;

namespace BootLab.Machine;

/// <summary>How packets get from a NIC to an address.</summary>
public enum Reach
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>The address lies in the subnet of the segment that the NIC is plugged into.</summary>
    OnLink,

    /// <summary>The NIC's gateway forwards them.</summary>
    ThroughGateway,
}

/// <summary>Who reaches whom, by cables, subnets and gateways; link state and firewalls play no part.</summary>
public static class Reachability
{
    /// <summary>The segment that a NIC is plugged into; null when it is plugged into none that is listed.</summary>
    public static NetworkSpec? SegmentOf(NicSpec nic, IEnumerable<NetworkSpec> networks)
    {
        ArgumentNullException.ThrowIfNull(nic);
        return nic.Network is null ? null : networks.FirstOrDefault(network => network.Name == nic.Network);
    }

    /// <summary>How a NIC gets to an address over the segment it is plugged into.</summary>
    /// <param name="nic">The NIC.</param>
    /// <param name="destination">The address, such as that of an iSCSI portal.</param>
    /// <param name="networks">The segments of the lab.</param>
    /// <param name="gateway">The gateway that the NIC is configured with; null for none.</param>
    /// <remarks>A gateway forwards when it is the router of the NIC's own segment, that is <see cref="NetworkSpec.Server"/>.</remarks>
    public static Reach From(NicSpec nic, IPAddress destination, IEnumerable<NetworkSpec> networks, IPAddress? gateway = null)
    {
        var segment = SegmentOf(nic, networks);
        return segment is null ? Reach.None
            : segment.Subnet.Contains(destination) ? Reach.OnLink
            : gateway is not null && gateway.Equals(segment.Server) ? Reach.ThroughGateway
            : Reach.None;
    }

    /// <summary>The NICs of a machine that reach an address, in PCI scan order. Their gateways are not known here: on-link only.</summary>
    public static IEnumerable<NicSpec> NicsThatReach(MachineSpec machine, IPAddress destination, IEnumerable<NetworkSpec> networks)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine.NicsInPciOrder.Where(nic => From(nic, destination, networks) == Reach.OnLink);
    }

    /// <summary>How a host with this address, prefix length and gateway gets to another address, whatever the cables: on-link, or by a gateway that is on-link itself.</summary>
    public static Reach FromAddress(IPAddress address, int prefixLength, IPAddress? gateway, IPAddress destination)
    {
        return SameSubnet(address, destination, prefixLength) ? Reach.OnLink
            : gateway is not null && SameSubnet(address, gateway, prefixLength) ? Reach.ThroughGateway
            : Reach.None;
    }

    /// <summary>Whether two addresses of one family share their first <paramref name="prefixLength"/> bits; no prefix fits when it is longer than the address.</summary>
    public static bool SameSubnet(IPAddress one, IPAddress other, int prefixLength)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var bits = one.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (one.AddressFamily != other.AddressFamily || prefixLength < 0 || prefixLength > bits)
        {
            return false;
        }

        Span<byte> left = stackalloc byte[16];
        Span<byte> right = stackalloc byte[16];
        one.TryWriteBytes(left, out _);
        other.TryWriteBytes(right, out _);
        var whole = prefixLength / 8;
        var mask = (byte)(0xff00 >> (prefixLength % 8));
        return left[..whole].SequenceEqual(right[..whole])
            && (prefixLength % 8 == 0 || (left[whole] & mask) == (right[whole] & mask));
    }
}
