using System.Net;
using System.Net.Sockets;
using BootLab.Net.Ndp;
using BootLab.Net.Wire;

namespace BootLab.Net.Hosts;

/// <summary>
/// The MAC addresses of an interface's neighbours, asked for by ARP (RFC 826) and NDP (RFC 4861, 7). Frames for a neighbour that is not yet known
/// wait; it is asked for as iPXE asks: at once, then after 0.125, 0.25, 0.5 and 1 s, and given up 2 s later.
/// </summary>
internal sealed class Neighbours(IpInterface owner)
{
    /// <summary>How many neighbours are remembered; frames to further ones are dropped.</summary>
    private const int CacheLimit = 32_768;
    private const int WaitingLimit = 16;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(125);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly Dictionary<IPAddress, Entry> _entries = [];

    /// <summary>Frames dropped because their neighbour did not answer or too many waited for it.</summary>
    public long Dropped { get; private set; }

    /// <summary>Sends a frame to a neighbour, now or once its MAC address is known.</summary>
    public void Send(byte[] frame, IPAddress neighbour, IPAddress source)
    {
        if (_entries.TryGetValue(neighbour, out var entry))
        {
            if (entry.Mac is { } mac)
            {
                FrameWriter.SetDestination(frame, mac);
                owner.SendFrame(frame);
                return;
            }
        }
        else if (_entries.Count < CacheLimit)
        {
            _entries[neighbour] = entry = new Entry(source);
            Ask(neighbour, entry, FirstWait);
        }

        if (entry is null || entry.Waiting.Count >= WaitingLimit)
        {
            Dropped++;
            return;
        }

        entry.Waiting.Enqueue(frame);
    }

    /// <summary>Takes note of where a neighbour is; one that was never heard of is remembered only if <paramref name="create"/>.</summary>
    public void Learn(IPAddress neighbour, ulong mac, bool create)
    {
        if (!_entries.TryGetValue(neighbour, out var entry))
        {
            if (!create || _entries.Count >= CacheLimit)
            {
                return;
            }

            _entries[neighbour] = entry = new Entry(IPAddress.Any);
        }

        entry.Mac = mac;
        while (entry.Waiting.TryDequeue(out var frame))
        {
            FrameWriter.SetDestination(frame, mac);
            owner.SendFrame(frame);
        }
    }

    /// <summary>Forgets where a neighbour is, so that it is asked for again: it may have moved.</summary>
    public void Forget(IPAddress neighbour)
    {
        if (_entries.TryGetValue(neighbour, out var entry) && entry.Mac is not null)
        {
            _entries.Remove(neighbour);
        }
    }

    public void Clear() => _entries.Clear();

    private void Ask(IPAddress neighbour, Entry entry, TimeSpan wait)
    {
        if (neighbour.AddressFamily == AddressFamily.InterNetwork)
        {
            owner.SendFrame(FrameWriter.Arp(true, owner.MacValue, entry.Source, null, neighbour));
        }
        else
        {
            owner.SendNdp(NdpMessage.Solicit(neighbour, owner.Mac), entry.Source, Ipv6.SolicitedNode(neighbour));
        }

        owner.Host.Loop.Schedule(
            wait,
            _ =>
            {
                if (entry.Mac is not null || !_entries.TryGetValue(neighbour, out var current) || current != entry)
                {
                    return;
                }

                if (wait * 2 > LongestWait)
                {
                    _entries.Remove(neighbour);
                    Dropped += entry.Waiting.Count;
                    return;
                }

                Ask(neighbour, entry, wait * 2);
            },
            null);
    }

    private sealed class Entry(IPAddress source)
    {
        public IPAddress Source { get; } = source;

        public ulong? Mac { get; set; }

        public Queue<byte[]> Waiting { get; } = new(1);
    }
}
