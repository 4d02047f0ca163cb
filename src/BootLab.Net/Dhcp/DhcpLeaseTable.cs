using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using BootLab.Machine;

namespace BootLab.Net.Dhcp;

/// <summary>Which client has which address. Never larger than the pool plus the reservations, and the pool counts 65,536 addresses at most.</summary>
internal sealed class DhcpLeaseTable
{
    private const uint LargestPool = 65_536;
    private static readonly TimeSpan OfferHold = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DeclineHold = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly uint _first;
    private readonly uint _size;
    private readonly Dictionary<PhysicalAddress, uint> _reserved = [];
    private readonly HashSet<uint> _excluded = [];
    private readonly Dictionary<PhysicalAddress, Entry> _byClient = [];
    private readonly Dictionary<uint, Entry> _byAddress = [];
    private uint _next;

    public DhcpLeaseTable(DhcpSpec spec, IPAddress server, TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        if (spec.PoolFirst is { } first && spec.PoolLast is { } last)
        {
            _first = ToNumber(first);
            if (ToNumber(last) < _first)
            {
                throw new ArgumentException($"the DHCP pool ends at {last}, before its start {first}", nameof(spec));
            }

            _size = Math.Min(ToNumber(last) - _first, LargestPool - 1) + 1;
        }

        _excluded.Add(ToNumber(server));
        foreach (var reservation in spec.Reservations)
        {
            if (reservation.Address is { } address)
            {
                _reserved[reservation.Mac] = ToNumber(address);
                _excluded.Add(ToNumber(address));
            }
        }
    }

    public IReadOnlyList<DhcpLease> All =>
        [.. _byClient.Values.OrderBy(entry => entry.Address).Select(entry => new DhcpLease(entry.Client!, ToAddress(entry.Address), entry.IsBound))];

    /// <summary>The address that a client has or would get: its reservation, its lease, the one it asks for when that is free, the next free one; null when none is left.</summary>
    public IPAddress? Offer(PhysicalAddress client, IPAddress? wanted)
    {
        if (Held(client) is { } held)
        {
            Hold(client, held, OfferHold, isBound: _byClient.TryGetValue(client, out var entry) && entry.IsBound);
            return ToAddress(held);
        }

        var address = wanted is not null && IsFree(ToNumber(wanted)) ? ToNumber(wanted) : NextFree() ?? TakeExpired();
        if (address is not { } found)
        {
            return null;
        }

        Hold(client, found, OfferHold, isBound: false);
        return ToAddress(found);
    }

    /// <summary>Leases an address to a client that asks for it; false when it may not have that one.</summary>
    public bool TryBind(PhysicalAddress client, IPAddress address, TimeSpan lease)
    {
        var number = ToNumber(address);
        if (Held(client) is { } held ? held != number : !IsFree(number))
        {
            return false;
        }

        Hold(client, number, lease, isBound: true);
        return true;
    }

    /// <summary>Takes an offer back that the client did not choose.</summary>
    public void Forget(PhysicalAddress client)
    {
        if (_byClient.TryGetValue(client, out var entry) && !entry.IsBound)
        {
            Remove(entry);
        }
    }

    /// <summary>Frees a client's address; false when it does not have that one.</summary>
    public bool Release(PhysicalAddress client, IPAddress address)
    {
        if (!_byClient.TryGetValue(client, out var entry) || entry.Address != ToNumber(address))
        {
            return false;
        }

        Remove(entry);
        return true;
    }

    /// <summary>Sets a client's address aside for ten minutes; false when it does not have that one.</summary>
    public bool Decline(PhysicalAddress client, IPAddress address)
    {
        if (!Release(client, address))
        {
            return false;
        }

        var number = ToNumber(address);
        _byAddress[number] = new Entry(null, number, Now + DeclineHold, IsBound: false);
        return true;
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    private uint? Held(PhysicalAddress client) =>
        _reserved.TryGetValue(client, out var reserved) ? reserved
        : _byClient.TryGetValue(client, out var entry) ? entry.Address
        : null;

    private bool IsFree(uint address) =>
        address - _first < _size && !_excluded.Contains(address) && (!_byAddress.TryGetValue(address, out var entry) || entry.Expires <= Now);

    private uint? NextFree()
    {
        for (uint step = 0; step < _size; step++)
        {
            var address = _first + _next;
            _next = (_next + 1) % _size;
            if (!_excluded.Contains(address) && !_byAddress.ContainsKey(address))
            {
                return address;
            }
        }

        return null;
    }

    private uint? TakeExpired()
    {
        Entry? oldest = null;
        foreach (var entry in _byAddress.Values)
        {
            if (entry.Expires <= Now && entry.Expires < (oldest?.Expires ?? TimeSpan.MaxValue) && !_excluded.Contains(entry.Address))
            {
                oldest = entry;
            }
        }

        return oldest?.Address;
    }

    private void Hold(PhysicalAddress client, uint address, TimeSpan span, bool isBound)
    {
        var expires = Now + span;
        if (_byClient.TryGetValue(client, out var before))
        {
            expires = isBound && before.Expires > expires ? before.Expires : expires;
            Remove(before);
        }

        if (_byAddress.TryGetValue(address, out var expired))
        {
            Remove(expired);
        }

        var entry = new Entry(client, address, expires, isBound);
        _byClient[client] = entry;
        _byAddress[address] = entry;
    }

    private void Remove(Entry entry)
    {
        _byAddress.Remove(entry.Address);
        if (entry.Client is not null)
        {
            _byClient.Remove(entry.Client);
        }
    }

    private static uint ToNumber(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            ? BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes())
            : throw new ArgumentException($"{address} is no IPv4 address; a DHCP server gives IPv4 addresses", nameof(address));

    private static IPAddress ToAddress(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }

    private sealed record Entry(PhysicalAddress? Client, uint Address, TimeSpan Expires, bool IsBound);
}
