using BootLab.Net.Clock;
using BootLab.Net.Hosts;

namespace BootLab.Net.Tftp;

/// <summary>Binds a <see cref="TftpServer"/> to port 69 of an open interface.</summary>
public sealed class TftpService : IDisposable
{
    private readonly TftpServer _server;
    private readonly UdpSocket _socket;
    private readonly Wakeup _wakeup;

    /// <summary>Starts to serve.</summary>
    /// <exception cref="NetworkException">The port is in use.</exception>
    public TftpService(IpInterface nic, TftpServer server)
    {
        ArgumentNullException.ThrowIfNull(nic);
        ArgumentNullException.ThrowIfNull(server);
        _server = server;
        _wakeup = new Wakeup(nic.Host.Loop)
        {
            Callback = () =>
            {
                _server.Tick();
                Pump();
            },
        };
        _socket = nic.Host.OpenUdp(TftpPacket.ServerPort, nic);
        _socket.Received = datagram =>
        {
            _server.Receive(datagram.Payload, datagram.Source);
            Pump();
        };
    }

    /// <summary>Frees the port.</summary>
    public void Dispose() => _socket.Dispose();

    private void Pump()
    {
        while (_server.TryTakeOutput(out var transmission))
        {
            try
            {
                _socket.Send(transmission.Payload, transmission.Destination);
            }
            catch (Exception e) when (e is NetworkException or ObjectDisposedException)
            {
                // The interface was closed meanwhile: to the client the server is silent.
            }
        }

        _wakeup.Set(_server.DueIn);
    }
}
