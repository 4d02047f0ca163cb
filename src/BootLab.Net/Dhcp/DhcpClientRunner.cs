using System.Net.Sockets;
using BootLab.Net.Clock;
using BootLab.Net.Hosts;

namespace BootLab.Net.Dhcp;

/// <summary>Runs a <see cref="DhcpClient"/> on port 68 of an open interface.</summary>
public static class DhcpClientRunner
{
    /// <summary>Runs one session to its end.</summary>
    /// <param name="nic">The interface; what it is given is not configured on it.</param>
    /// <param name="profile">How the client behaves.</param>
    /// <param name="identity">Whom it speaks for; whether it has an address is seen at the interface.</param>
    /// <param name="random">Where the transaction id comes from.</param>
    /// <param name="onAck">
    /// Called at the DHCPACK when a ProxyDHCP server is still to be asked: the request to it goes out from the leased address, so the caller has to configure
    /// that now.
    /// </param>
    /// <param name="cancellation">Ends the session.</param>
    /// <returns>The client with the state and the result of its session.</returns>
    public static async Task<DhcpClient> RunAsync(
        IpInterface nic,
        DhcpClientProfile profile,
        DhcpClientIdentity identity,
        Random random,
        Action<DhcpMessage>? onAck = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(nic);
        ArgumentNullException.ThrowIfNull(identity);
        var loop = nic.Host.Loop;
        using var socket = nic.Host.OpenUdp(DhcpPorts.Client, nic);
        var client = new DhcpClient(
            profile, identity with { HasAddress = nic.SourceFor(AddressFamily.InterNetwork) is not null }, random, loop.Time);
        var driver = new EngineDriver(loop, client.Tick, Send, () => client.DueIn);
        socket.Received = datagram =>
        {
            var hadAck = client.Ack is not null;
            client.Receive(datagram.Payload, datagram.Source);
            if (!hadAck && client is { IsDone: false, Ack: { } ack })
            {
                onAck?.Invoke(ack);
            }

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
                    socket.Send(transmission.Payload, transmission.Destination, transmission.Source.Address);
                }
                catch (NetworkException)
                {
                    // As in iPXE the timer is running already: what could not be sent is sent again.
                }
            }
        }
    }
}
