using System.Net;
using System.Net.Sockets;
using BootLab.Net.Hosts;
using BootLab.Rom.Ipxe.Settings;

namespace BootLab.Rom.Ipxe;

/// <summary>How a build of the boot program chooses the NIC for a destination.</summary>
public enum RoutingPolicy
{
    /// <summary>
    /// One route a NIC, those without a gateway at the head of the list, those with one at its tail; the first that is on-link or has a gateway wins.
    /// gPXE, and iPXE until 2025-06-09.
    /// </summary>
    FirstMatch,

    /// <summary>The most specific prefix wins, the gateway is a default route, ties keep NIC order; iPXE since e648d23f (2025-06-10).</summary>
    LongestPrefix,
}

/// <summary>The IPv4 routes of a boot program, made anew from the settings at each look-up; IPv6 destinations go to the stack's own router.</summary>
public sealed class Ipv4Routing(RoutingPolicy policy, IReadOnlyList<NetDevice> devices, IRouter ipv6) : IRouter
{
    /// <summary>The NIC that carries traffic to <paramref name="destination"/>; null when no open NIC does.</summary>
    public NetDevice? DeviceTo(IPAddress destination) => Find(destination)?.Device;

    /// <inheritdoc/>
    public bool TryRoute(IPAddress destination, out Route route)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (destination.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return ipv6.TryRoute(destination, out route);
        }

        if (Find(destination) is { } found)
        {
            route = new Route(found.Device.Interface, found.Gateway ?? destination, found.Source);
            return true;
        }

        route = default;
        return false;
    }

    private Entry? Find(IPAddress destination)
    {
        var target = ToUInt32(destination);
        foreach (var entry in Routes())
        {
            if (!entry.Device.IsOpen)
            {
                continue;
            }

            var matches = ((target ^ entry.Prefix) & entry.Mask) == 0;
            if (matches || (policy == RoutingPolicy.FirstMatch && entry.Gateway is not null))
            {
                return policy == RoutingPolicy.FirstMatch && matches ? entry with { Gateway = null } : entry;
            }
        }

        return null;
    }

    private List<Entry> Routes()
    {
        var routes = new List<Entry>();
        foreach (var device in devices)
        {
            if (device.Address(Setting.Ip) is not { } address || device.Netmask() is not { } netmask)
            {
                continue;
            }

            var gateway = device.Address(Setting.Gateway);
            var connected = new Entry(device, address, ToUInt32(address), ToUInt32(netmask), null);
            if (policy == RoutingPolicy.FirstMatch)
            {
                routes.Insert(gateway is null ? 0 : routes.Count, connected with { Gateway = gateway });
                continue;
            }

            routes.Add(connected);
            var classless = device.Settings.Fetch(Setting.StaticRoutes)?.Value;
            if (classless is not null)
            {
                AddStaticRoutes(routes, connected, classless);
            }
            else if (gateway is not null)
            {
                routes.Add(connected with { Prefix = 0, Mask = 0, Gateway = gateway });
            }
        }

        // A stable sort, so that equals stay in the order of the NICs.
        return policy == RoutingPolicy.FirstMatch ? routes : [.. routes.OrderByDescending(route => route.Mask)];
    }

    /// <summary>RFC 3442: prefix length, as many bytes of the prefix as it needs, router; a torn tail is ignored.</summary>
    private static void AddStaticRoutes(List<Entry> routes, Entry connected, ReadOnlySpan<byte> option)
    {
        Span<byte> prefix = stackalloc byte[4];
        while (option.Length > 0)
        {
            var width = option[0];
            var significant = (width + 7) / 8;
            if (width > 32 || option.Length < 1 + significant + 4)
            {
                return;
            }

            prefix.Clear();
            option.Slice(1, significant).CopyTo(prefix);
            var router = new IPAddress(option.Slice(1 + significant, 4));
            var mask = width == 0 ? 0 : uint.MaxValue << (32 - width);
            // A router of 0.0.0.0 means that the prefix is on the link.
            routes.Add(connected with { Prefix = ToUInt32(new IPAddress(prefix)), Mask = mask, Gateway = router.Equals(IPAddress.Any) ? null : router });
            option = option[(1 + significant + 4)..];
        }
    }

    private static uint ToUInt32(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out _) ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
    }

    private sealed record Entry(NetDevice Device, IPAddress Source, uint Prefix, uint Mask, IPAddress? Gateway);
}
