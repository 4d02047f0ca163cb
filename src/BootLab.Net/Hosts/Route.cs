using System.Net;

namespace BootLab.Net.Hosts;

/// <summary>How a packet leaves a host.</summary>
/// <param name="Interface">The interface it leaves by.</param>
/// <param name="NextHop">The on-link address whose MAC address it is sent to: the destination itself or a gateway.</param>
/// <param name="Source">Its source address.</param>
public readonly record struct Route(IpInterface Interface, IPAddress NextHop, IPAddress Source);

/// <summary>Chooses the way of packets out of a host. A boot program brings its own choice.</summary>
public interface IRouter
{
    /// <summary>Finds the way to a unicast address; false when there is none.</summary>
    bool TryRoute(IPAddress destination, out Route route);
}
