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
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var wakeup = new Wakeup(host.Loop);
        wakeup.Callback = () =>
        {
            client.Tick();
            Pump();
        };

        socket.Received = datagram =>
        {
            client.Receive(datagram.Payload, datagram.Source);
            Pump();
        };
        client.Start();
        Pump();
        await using var registration = cancellation.Register(() => done.TrySetCanceled(cancellation));
        await done.Task;
        return client;

        void Pump()
        {
            if (done.Task.IsCompleted)
            {
                return;
            }

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

            wakeup.Set(client.DueIn);
            if (client.IsDone)
            {
                done.TrySetResult();
            }
        }
    }
}
