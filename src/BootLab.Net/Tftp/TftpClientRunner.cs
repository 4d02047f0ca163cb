using System.Net;
using BootLab.Net.Clock;
using BootLab.Net.Hosts;

namespace BootLab.Net.Tftp;

/// <summary>Runs a <see cref="TftpClient"/> on a free port of a host.</summary>
public static class TftpClientRunner
{
    /// <summary>Downloads a file.</summary>
    /// <param name="host">The host; its router chooses the way.</param>
    /// <param name="path">The file name as it goes into the request.</param>
    /// <param name="server">The server, usually at port 69.</param>
    /// <param name="cancellation">Ends the download.</param>
    /// <returns>The client with the content, or with the failure.</returns>
    public static async Task<TftpClient> RunAsync(IpHost host, string path, IPEndPoint server, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        using var socket = host.OpenUdp(0);
        var client = new TftpClient(path, server, host.Loop.Time);
        var driver = new EngineDriver(host.Loop, client.Tick, Send, () => client.DueIn);
        socket.Received = datagram =>
        {
            client.Receive(datagram.Payload, datagram.Source);
            driver.Run();
        };
        client.Start();
        await driver.RunUntilAsync(() => client.IsDone, cancellation);
        return client;

        void Send()
        {
            while (client.TryTakeOutput(out var transmission))
            {
                try
                {
                    socket.Send(transmission.Payload, transmission.Destination);
                }
                catch (NetworkException)
                {
                    // As in iPXE the timer is running already: what could not be sent is sent again.
                }
            }
        }
    }
}
