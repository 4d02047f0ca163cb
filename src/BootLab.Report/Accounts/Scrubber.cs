using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using BootLab.Ibft;
using BootLab.Machine;

namespace BootLab.Report.Accounts;

/// <summary>
/// Puts neutral values in the place of what belongs to a site: secrets, names, addresses, serial numbers. What was equal is equal afterwards and what differed differs, wherever it stands, so that a reader
/// sees the same case; and lengths stay.
/// </summary>
public sealed partial class Scrubber
{
    private const int ShortestWord = 3;
    private const int LongWord = 6;

    // Of Unicode's private use area, which no sentence holds.
    private const char FirstPlaceholder = '\ue000';

    private readonly NeutralAddresses _addresses;
    private readonly NeutralWords _words = new();
    private readonly Dictionary<PhysicalAddress, PhysicalAddress> _macs = [];
    private readonly Dictionary<IPAddress, IPAddress> _ips = [];
    private readonly Dictionary<Guid, Guid> _uuids = [];
    private readonly Dictionary<ulong, ulong> _serials = [];
    private readonly Dictionary<string, string> _labels = [];
    private readonly SortedDictionary<string, int> _done = new(StringComparer.Ordinal);

    /// <param name="key">Random bytes, from which other addresses are made; nobody who does not know them gets back.</param>
    /// <param name="segments">The segments whose host parts stay.</param>
    public Scrubber(byte[] key, params IEnumerable<IPNetwork> segments)
    {
        ArgumentNullException.ThrowIfNull(key);
        _addresses = new NeutralAddresses(key, segments);
    }

    /// <summary>What was replaced or left out, a line each.</summary>
    public IReadOnlyList<string> Done => [.. _done.Select(entry => entry.Value > 1 ? $"{entry.Key}: {entry.Value.ToString(CultureInfo.InvariantCulture)}" : entry.Key)];

    /// <summary>A MAC address: the maker's three bytes stay. Zero and group addresses are nobody's.</summary>
    public PhysicalAddress Mac(PhysicalAddress mac)
    {
        ArgumentNullException.ThrowIfNull(mac);
        const int first = 0xb00000;
        var bytes = mac.GetAddressBytes();
        if (bytes.Length != 6 || (bytes[0] & 1) != 0 || bytes.AsSpan().IndexOfAnyExcept((byte)0) < 0)
        {
            return mac;
        }

        return Replace(_macs, mac, "MAC addresses, their lower three bytes", () =>
        {
            var number = first + _macs.Count + 1;
            return new PhysicalAddress([bytes[0], bytes[1], bytes[2], (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
        });
    }

    /// <summary>An IP address; those that mean something by themselves (0.0.0.0, loopback, groups) stay.</summary>
    public IPAddress Address(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6)
        {
            return Address(address.MapToIPv4()).MapToIPv6();
        }

        if (!_ips.TryGetValue(address, out var neutral))
        {
            neutral = address.AddressFamily == AddressFamily.InterNetwork ? _addresses.Of4(address) : Of6(address);
            if (neutral.Equals(address))
            {
                return address;
            }

            Replace(_ips, address, "IP addresses", () => neutral);
        }

        return neutral;
    }

    /// <summary>A segment's addresses.</summary>
    public IPNetwork Network(IPNetwork network)
    {
        var bytes = Address(network.BaseAddress).GetAddressBytes();
        for (var bit = network.PrefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), network.PrefixLength);
    }

    /// <summary>A name: of an initiator, a target, a host, a user.</summary>
    public ByteString Word(ByteString name)
    {
        Note(name.Length > 0, "names of initiators, targets, hosts and CHAP users", name);
        return _words.Of(name);
    }

    /// <inheritdoc cref="Word(ByteString)"/>
    public string Word(string name) => Text(_ => Word(new ByteString(Encoding.UTF8.GetBytes(name))));

    /// <summary>A CHAP secret.</summary>
    public ByteString Secret(ByteString secret)
    {
        Note(secret.Length > 0, "CHAP secrets, all but their lengths", secret);
        return _words.OfSecret(secret);
    }

    /// <inheritdoc cref="Secret(ByteString)"/>
    public string Secret(string secret) => Text(_ => Secret(new ByteString(Encoding.UTF8.GetBytes(secret))));

    /// <summary>A name that the lab's author chose for a thing; another word takes its place.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind">What it names, such as <c>nic</c>; the neutral one is this with a number.</param>
    public string Label(string name, string kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = $"{kind} {name}";
        return _labels.TryGetValue(key, out var label) ? label : _labels[key] = $"{kind}{_labels.Keys.Count(one => one.StartsWith(kind + " ", StringComparison.Ordinal))}";
    }

    /// <summary>The machine's UUID; none stays none.</summary>
    public Guid Uuid(Guid uuid) => uuid == Guid.Empty ? uuid : Replace(_uuids, uuid, "UUIDs", () => new Guid(_uuids.Count + 1, 0, 0, new byte[8]));

    /// <summary>A device's serial number.</summary>
    public ulong Serial(ulong serial) => Replace(_serials, serial, "serial numbers", () => (ulong)_serials.Count + 1);

    /// <summary>A device instance path: the serial number in its last part, or a last part of another kind than a slot's.</summary>
    public string Instance(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        const int serialDigits = 16;
        var start = path.LastIndexOf('\\') + 1;
        var tail = path[start..];
        return path[..start] + (
            tail.Length == serialDigits + 2 && ulong.TryParse(tail[..serialDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var serial) ? $"{Serial(serial):X16}{tail[serialDigits..]}"
            : tail.Contains('&', StringComparison.Ordinal) ? tail
            : Word(tail));
    }

    /// <summary>Says that something was left out.</summary>
    internal void LeaveOut(string what) => _done[what] = 1;

    /// <summary>A sentence with neutral values in the place of all values that were replaced so far, and of whatever looks like a MAC address, an IP address, a UUID or an iSCSI name.</summary>
    public string Sentence(string text) => Sentence(text, []);

    /// <summary>What somebody wrote who knows the lab: its names of NICs and networks are replaced as well.</summary>
    public string OwnWords(string text) => Sentence(text, _labels.Select(label => (label.Key[(label.Key.IndexOf(' ', StringComparison.Ordinal) + 1)..], label.Value)));

    private string Sentence(string text, IEnumerable<(string From, string To)> names)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = Placeholder().Replace(text, "?");
        var known = _words.Replaced.Where(word => word.From.Length >= ShortestWord).Select(word => (From: word.From.ToString(), To: word.To.ToString()))
            .Concat(_serials.Select(serial => (From: $"{serial.Key:X16}", To: $"{serial.Value:X16}")))
            .OrderByDescending(word => word.From.Length).ToList();
        // What is replaced is put aside until the end, so that nothing is replaced twice.
        var aside = new List<string>();
        text = Addresses().Replace(text, match => Aside(Neutral(match.Value) ?? match.Value));
        foreach (var (from, to) in known)
        {
            // A short name may be part of any word.
            text = from.Length < LongWord
                ? Regex.Replace(text, $"(?<![0-9a-z]){Regex.Escape(from)}(?![0-9a-z])", Aside(to), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)
                : text.Replace(from, Aside(to), StringComparison.OrdinalIgnoreCase);
        }

        foreach (var (from, to) in names.Where(name => name.From.Length >= ShortestWord).OrderByDescending(name => name.From.Length))
        {
            text = Regex.Replace(text, $@"(?<!\w){Regex.Escape(from)}(?!\w)", Aside(to), RegexOptions.CultureInvariant);
        }

        return Placeholder().Replace(text, match => aside[match.Value[0] - FirstPlaceholder]);

        string Aside(string value)
        {
            if (!aside.Contains(value))
            {
                aside.Add(value);
            }

            return ((char)(FirstPlaceholder + aside.IndexOf(value))).ToString();
        }
    }

    private string? Neutral(string found)
    {
        if (found.StartsWith("iqn.", StringComparison.OrdinalIgnoreCase))
        {
            return Word(found);
        }

        if (Guid.TryParse(found, out var uuid))
        {
            return Uuid(uuid).ToString();
        }

        if (IPAddress.TryParse(found, out var address))
        {
            return Address(address).ToString();
        }

        return PhysicalAddress.TryParse(found.Replace(':', '-').ToUpperInvariant(), out var mac) && mac.GetAddressBytes().Length == 6 ? MacText.Format(Mac(mac)) : null;
    }

    private IPAddress Of6(IPAddress address)
    {
        const int identifier = 64;
        var bytes = address.GetAddressBytes();
        if (bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0)
        {
            // An IPv4 address in a form that nobody takes for one (RFC 4291, 2.5.5.1); loopback is among them.
            return new IPAddress([.. new byte[12], .. _addresses.Of4(new IPAddress(bytes[12..])).GetAddressBytes()]);
        }

        if (bytes[11] != 0xff || bytes[12] != 0xfe)
        {
            return _addresses.Of6(address, 128);
        }

        // RFC 4291, appendix A.
        var mac = Mac(new PhysicalAddress([(byte)(bytes[8] ^ 2), bytes[9], bytes[10], bytes[13], bytes[14], bytes[15]])).GetAddressBytes();
        var neutral = _addresses.Of6(address, identifier).GetAddressBytes();
        mac.AsSpan(3).CopyTo(neutral.AsSpan(13));
        return new IPAddress(neutral);
    }

    private void Note(bool isReplaced, string what, ByteString word)
    {
        if (isReplaced && !_words.Replaced.Any(one => one.From == word))
        {
            _done[what] = _done.GetValueOrDefault(what) + 1;
        }
    }

    private T Replace<T>(Dictionary<T, T> map, T value, string what, Func<T> make)
        where T : notnull
    {
        if (!map.TryGetValue(value, out var neutral))
        {
            neutral = map[value] = make();
            _done[what] = _done.GetValueOrDefault(what) + 1;
        }

        return neutral;
    }

    private static string Text(Func<int, ByteString> make) => make(0).ToString();

    [GeneratedRegex(@"(?i)\biqn\.[0-9a-z.:_-]+|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{2}([:-])([0-9a-f]{2}\1){4}[0-9a-f]{2}\b|\b([0-9]{1,3}\.){3}[0-9]{1,3}\b|(?<![0-9a-f:])[0-9a-f]{1,4}:[0-9a-f:]*:[0-9a-f:]+")]
    private static partial Regex Addresses();

    [GeneratedRegex(@"[\ue000-\uf8ff]")]
    private static partial Regex Placeholder();
}
