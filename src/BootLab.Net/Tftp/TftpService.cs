using BootLab.Net.Clock;
using BootLab.Net.Hosts;

namespace BootLab.Net.Tftp;

/// <summary>Binds a <see cref="TftpServer"/> to port 69 of an open interface.</summary>
public sealed class TftpService : IDisposable
{
    private readonly TftpServer _server;
    private readonly UdpSocket _socket;
    private readonly EngineDriver _driver;

    /// <summary>Starts to serve.</summary>
    /// <exception cref="NetworkException">The port is in use.</exception>
    public TftpService(IpInterface nic, TftpServer server)
    {
        ArgumentNullException.ThrowIfNull(nic);
        ArgumentNullException.ThrowIfNull(server);
        _server = server;
        _driver = new EngineDriver(nic.Host.Loop, server.Tick, Send, () => server.DueIn);
        _socket = nic.Host.OpenUdp(TftpPacket.ServerPort, nic);
        _socket.Received = datagram =>
        {
            _server.Receive(datagram.Payload, datagram.Source);
            _driver.Run();
        };
    }

    /// <summary>Frees the port.</summary>
    public void Dispose()
    {
        _driver.Stop();
        _socket.Dispose();
    }

    private void Send()
    {
        while (_server.TryTakeOutput(out var transmission))
        {
            try
            {
                _socket.Send(transmission.Payload, transmission.Destination);
            }
            catch (NetworkException)
            {
                // The interface was closed meanwhile: to the client the server is silent.
            }
        }
    }
}
