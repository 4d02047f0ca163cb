using System.Net;
using System.Net.Sockets;

namespace BootLab.Testing;

/// <summary>Loopback ports that nobody uses at the moment.</summary>
public static class Ports
{
    public static int FreeTcp()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
