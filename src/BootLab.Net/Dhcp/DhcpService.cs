using BootLab.Net.Clock;
using BootLab.Net.Hosts;

namespace BootLab.Net.Dhcp;

/// <summary>Binds a <see cref="DhcpServer"/> to port 67 of an open interface, and to port 4011 when it is a ProxyDHCP server.</summary>
public sealed class DhcpService : IDisposable
{
    private readonly DhcpServer _server;
    private readonly UdpSocket _dhcp;
    private readonly UdpSocket? _pxe;
    private readonly EngineDriver _driver;

    /// <summary>Starts to serve.</summary>
    /// <exception cref="NetworkException">A port is in use.</exception>
    public DhcpService(IpInterface nic, DhcpServer server)
    {
        ArgumentNullException.ThrowIfNull(nic);
        ArgumentNullException.ThrowIfNull(server);
        _server = server;
        // Nothing but sending is left to do when the delay of an answer is over.
        _driver = new EngineDriver(nic.Host.Loop, static () => { }, Send, () => server.DueIn);
        _dhcp = Open(nic, DhcpPorts.Server);
        _pxe = server.IsProxy ? Open(nic, DhcpPorts.Pxe) : null;
    }

    /// <summary>Frees the ports.</summary>
    public void Dispose()
    {
        _driver.Stop();
        _dhcp.Dispose();
        _pxe?.Dispose();
    }

    private UdpSocket Open(IpInterface nic, int port)
    {
        var socket = nic.Host.OpenUdp(port, nic);
        socket.Received = datagram =>
        {
            _server.Receive(datagram.Payload, datagram.Source, port);
            _driver.Run();
        };
        return socket;
    }

    private void Send()
    {
        while (_server.TryTakeOutput(out var transmission))
        {
            var socket = transmission.Source.Port == DhcpPorts.Pxe ? _pxe! : _dhcp;
            try
            {
                socket.Send(transmission.Payload, transmission.Destination, transmission.Source.Address, transmission.HardwareTo);
            }
            catch (NetworkException)
            {
                // The interface was closed meanwhile: to the client the server is silent.
            }
        }
    }
}
