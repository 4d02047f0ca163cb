using System.Net;
using System.Net.Sockets;

namespace BootLab.Net.Hosts;

/// <summary>The routing of an ordinary host: the open interface with the longest on-link prefix, else the first with a gateway.</summary>
public sealed class LongestPrefixRouter(IpHost host) : IRouter
{
    /// <inheritdoc/>
    public bool TryRoute(IPAddress destination, out Route route)
    {
        ArgumentNullException.ThrowIfNull(destination);
        route = default;
        var best = -1;
        foreach (var candidate in host.Interfaces)
        {
            if (!candidate.IsOpen)
            {
                continue;
            }

            foreach (var address in candidate.Addresses)
            {
                // An IPv6 link-local destination names its interface by the scope (1 for the first).
                var elsewhere = destination.IsIPv6LinkLocal && destination.ScopeId != 0 && destination.ScopeId != candidate.Index + 1;
                if (!elsewhere && address.PrefixLength > best && address.IsOnLink(destination))
                {
                    best = address.PrefixLength;
                    route = new Route(candidate, Unscoped(destination), address.Address);
                }
            }
        }

        return best >= 0 || TryGateway(destination.AddressFamily, out route);
    }

    private bool TryGateway(AddressFamily family, out Route route)
    {
        foreach (var candidate in host.Interfaces)
        {
            var gateway = family == AddressFamily.InterNetwork ? candidate.Gateway : candidate.Gateway6;
            if (candidate.IsOpen && gateway is not null && candidate.SourceFor(family) is { } source)
            {
                route = new Route(candidate, Unscoped(gateway), source);
                return true;
            }
        }

        route = default;
        return false;
    }

    /// <summary>The address without the scope id that only names an interface of this host.</summary>
    internal static IPAddress Unscoped(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes()) : address;
}
