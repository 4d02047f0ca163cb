using System.Net;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Net.Clock;
using BootLab.Net.Hosts;

namespace BootLab.Vm.Running;

/// <summary>Puts a lab's existing targets on the guest's networks: the lab's server listens at their portals, and each connection goes on through a socket of the host.</summary>
internal static class ExistingServers
{
    /// <summary>Listens at every portal of an existing target that lies in a network of the lab. Called on the loop.</summary>
    public static void Serve(EventLoop loop, LabFile lab, LabWorld world)
    {
        foreach (var target in lab.Targets.Where(target => target.Existing is not null))
        {
            foreach (var portal in target.Portals)
            {
                foreach (var network in lab.Networks.Where(network => network.Subnet.Contains(portal.Address)))
                {
                    var port = world.Server.Interfaces.First(port => port.Name == network.Name);
                    if (!port.Owns(portal.Address))
                    {
                        port.AddAddress(portal.Address, network.Subnet.PrefixLength);
                    }
                }

                _ = AcceptAsync(loop, world, portal, target.Existing!);
            }
        }
    }

    private static async Task AcceptAsync(EventLoop loop, LabWorld world, IPEndPoint portal, IPEndPoint server)
    {
        var listener = world.Server.ListenTcp(portal);
        while (true)
        {
            _ = ForwardAsync(loop, await listener.AcceptAsync(), server);
        }
    }

    private static async Task ForwardAsync(EventLoop loop, Stream guest, IPEndPoint server)
    {
        await using (guest)
        {
            try
            {
                // A session may rest for as long as it likes.
                await using var host = await HostSockets.ConnectAsync(loop, server, Timeout.InfiniteTimeSpan);
                await await Task.WhenAny(CopyAsync(guest, host), CopyAsync(host, guest));
            }
            catch (Exception ended) when (ended is IOException or ObjectDisposedException)
            {
                // One side has closed; the guest sees its connection end.
            }
        }
    }

    // Not Stream.CopyToAsync, which leaves the loop.
    private static async Task CopyAsync(Stream from, Stream to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer) is > 0 and var count)
        {
            await to.WriteAsync(buffer.AsMemory(0, count));
        }
    }
}
