using BootLab.Net.Hosts;

namespace BootLab.Net.Ndp;

/// <summary>Asks a segment for its IPv6 router, as iPXE does when it configures a NIC.</summary>
public static class RouterSolicitation
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Solicits at 0, 0.25, 0.75, 1.75, 3.75 and 7.75 s; null when no router has answered after 15.75 s.</summary>
    public static async Task<RouterAdvertisement?> RunAsync(IpInterface nic, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(nic);
        var answered = new TaskCompletionSource<RouterAdvertisement>();
        nic.RouterAdvertised = advertisement => answered.TrySetResult(advertisement);
        try
        {
            for (var wait = FirstWait; wait <= LongestWait; wait *= 2)
            {
                nic.SolicitRouters();
                await ((Task)answered.Task).WaitAsync(wait, nic.Host.Loop.Time, cancellation)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                cancellation.ThrowIfCancellationRequested();
                if (answered.Task.IsCompleted)
                {
                    return await answered.Task;
                }
            }

            return null;
        }
        finally
        {
            nic.RouterAdvertised = null;
        }
    }

    /// <summary>
    /// Configures a NIC as an advertisement says: the router becomes the default router while its lifetime is not zero, and each autonomous /64 prefix
    /// gives an address with the MAC address's EUI-64 (RFC 4862, 5.5.3). The addresses added come back.
    /// </summary>
    public static IReadOnlyList<InterfaceAddress> Configure(IpInterface nic, RouterAdvertisement advertisement)
    {
        ArgumentNullException.ThrowIfNull(nic);
        ArgumentNullException.ThrowIfNull(advertisement);
        nic.Gateway6 = advertisement.LifetimeSeconds > 0 ? advertisement.Router : null;
        var added = new List<InterfaceAddress>();
        foreach (var prefix in advertisement.Prefixes)
        {
            if (prefix.Autonomous && prefix.Prefix.PrefixLength == 64 && prefix.ValidSeconds > 0 && !prefix.Prefix.BaseAddress.IsIPv6LinkLocal)
            {
                nic.AddAddress(Ipv6.WithInterfaceId(prefix.Prefix.BaseAddress, nic.Mac), 64);
                added.Add(nic.Addresses[^1]);
            }
        }

        return added;
    }
}
