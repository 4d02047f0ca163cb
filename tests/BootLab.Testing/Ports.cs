using System.Net;
using System.Net.Sockets;

namespace BootLab.Testing;

/// <summary>Ports of this host.</summary>
public static class Ports
{
    // Bound, but not listening: the kernel gives such a port to nobody who asks for any, and lets a server have it that names it (SO_REUSEADDR).
    private static readonly List<Socket> s_kept = [];

    /// <summary>Whether a server can listen on ::1; a kernel may know IPv6 and have no address.</summary>
    public static bool HasIpv6 { get; } = CanListen(IPAddress.IPv6Loopback);

    /// <summary>A port on which nobody listens, and nobody will but who is told it: it is kept from everybody else until the test program ends.</summary>
    public static int FreeTcp()
    {
        var address = HasIpv6 ? IPAddress.IPv6Any : IPAddress.Any;
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (HasIpv6)
        {
            socket.DualMode = true;
        }

        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(address, 0));
        lock (s_kept)
        {
            s_kept.Add(socket);
        }

        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static bool CanListen(IPAddress address)
    {
        try
        {
            using var listener = new TcpListener(address, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
