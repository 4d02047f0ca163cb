using System.Numerics;
using System.Runtime.InteropServices;
using BootLab.Net.Links;

namespace BootLab.Net.Switching;

/// <summary>
/// Finds the ports that want a flooded frame without asking every port: each port is filed under everything that its filter names, so a broadcast among
/// ten thousand machines costs what the few that would answer cost.
/// </summary>
internal sealed class FilterIndex
{
    // Keys are of four kinds, told apart above the 48 bits of a MAC address.
    private const ulong Ipv4Kind = 1UL << 48;
    private const ulong ClassKind = 2UL << 48;
    private const ulong GroupKind = 3UL << 48;

    private readonly List<ReceiveFilter> _filters = [];
    private readonly Dictionary<ulong, List<int>> _ports = [];

    /// <summary>Replaces the filter of a port, or adds the next port.</summary>
    public void Set(int port, in ReceiveFilter filter)
    {
        if (port == _filters.Count)
        {
            _filters.Add(default);
        }

        var before = _filters[port];
        _filters[port] = filter;
        Move(port, before.Mac, filter.Mac, 0);
        Move(port, before.Ipv4, filter.Ipv4, Ipv4Kind);
        MoveBits(port, (ulong)before.Classes, (ulong)filter.Classes, ClassKind);
        MoveBits(port, before.MulticastHash, filter.MulticastHash, GroupKind);
    }

    /// <summary>The ports that want a frame, in ascending order and each once.</summary>
    public void Find(in FloodKey key, List<int> ports)
    {
        ports.Clear();
        AddBits((ulong)key.Classes, ClassKind, ports);
        AddBits(key.MulticastHash, GroupKind, ports);
        if (key.Ipv4 != 0)
        {
            Add(Ipv4Kind | key.Ipv4, ports);
        }

        if (key.Mac != 0)
        {
            Add(key.Mac, ports);
        }
    }

    private void Move(int port, ulong before, ulong after, ulong kind)
    {
        if (before == after)
        {
            return;
        }

        if (before != 0)
        {
            Remove(port, kind | before);
        }

        if (after != 0)
        {
            File(port, kind | after);
        }
    }

    private void MoveBits(int port, ulong before, ulong after, ulong kind)
    {
        for (var gone = before & ~after; gone != 0; gone &= gone - 1)
        {
            Remove(port, kind | (uint)BitOperations.TrailingZeroCount(gone));
        }

        for (var come = after & ~before; come != 0; come &= come - 1)
        {
            File(port, kind | (uint)BitOperations.TrailingZeroCount(come));
        }
    }

    private void File(int port, ulong key)
    {
        ref var ports = ref CollectionsMarshal.GetValueRefOrAddDefault(_ports, key, out _);
        ports ??= new List<int>(1);
        ports.Insert(~ports.BinarySearch(port), port);
    }

    private void Remove(int port, ulong key)
    {
        var ports = _ports[key];
        if (ports.Count == 1)
        {
            _ports.Remove(key);
        }
        else
        {
            ports.RemoveAt(ports.BinarySearch(port));
        }
    }

    private void AddBits(ulong bits, ulong kind, List<int> found)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            Add(kind | (uint)BitOperations.TrailingZeroCount(bits), found);
        }
    }

    private void Add(ulong key, List<int> found)
    {
        if (!_ports.TryGetValue(key, out var ports))
        {
            return;
        }

        if (found.Count == 0)
        {
            found.AddRange(ports);
            return;
        }

        foreach (var port in ports)
        {
            var at = found.BinarySearch(port);
            if (at < 0)
            {
                found.Insert(~at, port);
            }
        }
    }
}
