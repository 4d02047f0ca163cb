using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using BootLab.Net.Wire;

namespace BootLab.Net.Dhcp;

/// <summary>
/// A BOOTP or DHCP message (RFC 951, RFC 2131). The header fields bear their names of the RFC; <see cref="Options"/> holds every option of the options
/// field in the order of the wire, so that what is read is written again. Look-ups see overloaded fields (option 52) and put split options together (RFC 3396).
/// </summary>
public sealed class DhcpMessage
{
    /// <summary>Where the options start, and the length of a BOOTP header with the magic cookie.</summary>
    public const int OptionsOffset = CookieOffset + 4;

    private const int XidOffset = 4;
    private const int SecsOffset = XidOffset + 4;
    private const int FlagsOffset = SecsOffset + 2;
    private const int CiaddrOffset = FlagsOffset + 2;
    private const int YiaddrOffset = CiaddrOffset + 4;
    private const int SiaddrOffset = YiaddrOffset + 4;
    private const int GiaddrOffset = SiaddrOffset + 4;
    private const int ChaddrOffset = GiaddrOffset + 4;
    private const int SnameOffset = ChaddrOffset + ChaddrLength;
    private const int FileOffset = SnameOffset + SnameLength;
    private const int CookieOffset = FileOffset + FileLength;
    private const int ChaddrLength = 16;
    private const int SnameLength = 64;
    private const int FileLength = 128;
    private const uint MagicCookie = 0x63825363;
    private const ushort BroadcastFlag = 0x8000;

    // More than a client or a server sends: a list of them is made once and does not grow.
    private const int UsualOptions = 16;

    private List<DhcpOption>? _overloaded;

    /// <summary>Offset 0: from a client or from a server.</summary>
    public BootpOperation Op { get; init; } = BootpOperation.Request;

    /// <summary>Offset 1: hardware type; 1 is Ethernet.</summary>
    public byte Htype { get; init; } = 1;

    /// <summary>Offset 2: number of bytes of the hardware address, 16 at most.</summary>
    public byte Hlen { get; init; } = 6;

    /// <summary>Offset 3: relay agents passed.</summary>
    public byte Hops { get; init; }

    /// <summary>Offset 4: transaction id.</summary>
    public uint Xid { get; init; }

    /// <summary>Offset 8: seconds since the client began; iPXE puts its own counters here.</summary>
    public ushort Secs { get; init; }

    /// <summary>Offset 10: flags; bit 15 asks for broadcast answers.</summary>
    public ushort Flags { get; init; }

    /// <summary>Offset 12: the client's own address, when it has one.</summary>
    public IPAddress Ciaddr { get; init; } = IPAddress.Any;

    /// <summary>Offset 16: the address given to the client.</summary>
    public IPAddress Yiaddr { get; init; } = IPAddress.Any;

    /// <summary>Offset 20: the next server.</summary>
    public IPAddress Siaddr { get; init; } = IPAddress.Any;

    /// <summary>Offset 24: the relay agent.</summary>
    public IPAddress Giaddr { get; init; } = IPAddress.Any;

    /// <summary>Offset 28: the client's hardware address, up to 16 bytes; shorter values are padded with zeros.</summary>
    public ReadOnlyMemory<byte> Chaddr { get; init; }

    /// <summary>Offset 44: the <c>sname</c> field, up to 64 bytes as they stand on the wire.</summary>
    public ReadOnlyMemory<byte> Sname { get; init; }

    /// <summary>Offset 108: the <c>file</c> field, up to 128 bytes as they stand on the wire.</summary>
    public ReadOnlyMemory<byte> File { get; init; }

    /// <summary>Null for a message with the magic cookie; otherwise the vendor area of a plain BOOTP message (offset 236 to its end).</summary>
    public ReadOnlyMemory<byte>? BootpVendorArea { get; init; }

    /// <summary>Offset 240: the options of the options field, each instance by itself, without padding and end option.</summary>
    public IReadOnlyList<DhcpOption> Options { get; init; } = [];

    /// <summary>Option 53, or <see cref="DhcpMessageType.None"/>.</summary>
    public DhcpMessageType Type => (DhcpMessageType)(GetByte(DhcpOptionCode.MessageType) ?? 0);

    /// <summary>Whether the client asks for broadcast answers (RFC 2131, 2).</summary>
    public bool Broadcast => (Flags & BroadcastFlag) != 0;

    /// <summary>The flags of a client that asks for broadcast answers.</summary>
    public static ushort FlagsFor(bool broadcast) => broadcast ? BroadcastFlag : (ushort)0;

    /// <summary>The client's hardware address.</summary>
    public PhysicalAddress HardwareAddress => field ??= new(Chaddr.Span[..Math.Min(Hlen, Chaddr.Length)].ToArray());

    /// <summary>The boot file name: the header field unless it is empty or holds options, otherwise option 67; null when there is none.</summary>
    public string? BootFileName => HeaderText(File, 1) ?? Text(Find(DhcpOptionCode.BootFileName));

    /// <summary>The server name: the header field unless it is empty or holds options, otherwise option 66; null when there is none.</summary>
    public string? ServerName => HeaderText(Sname, 2) ?? Text(Find(DhcpOptionCode.TftpServerName));

    /// <summary>The value of an option, put together from all its instances and from overloaded fields; null when it is not there.</summary>
    public ReadOnlyMemory<byte>? Find(byte code) =>
        _overloaded is null ? DhcpOptionField.Find(Options, code) : DhcpOptionField.Find([.. Options, .. _overloaded], code);

    /// <summary>The value of an option inside an encapsulating one (43 or 175); null when it is not there or the encapsulation is malformed before it.</summary>
    public ReadOnlyMemory<byte>? Find(byte outer, byte inner)
    {
        if (Find(outer) is not { } field)
        {
            return null;
        }

        var options = new List<DhcpOption>();
        _ = DhcpOptionField.TryRead(field, 0, options, out _);
        return DhcpOptionField.Find(options, inner);
    }

    /// <summary>The first byte of an option, or null.</summary>
    public byte? GetByte(byte code) => Find(code) is { Length: > 0 } value ? value.Span[0] : null;

    /// <summary>The first IPv4 address in an option, or null when it is not there or shorter than 4 bytes.</summary>
    public IPAddress? GetAddress(byte code) => Find(code) is { Length: >= 4 } value ? new IPAddress(value.Span[..4]) : null;

    /// <summary>An option as text, one character for each byte, up to the first NUL; null when it is not there.</summary>
    public string? GetText(byte code) => Text(Find(code));

    /// <inheritdoc cref="TryRead"/>
    /// <exception cref="DhcpFormatException">The bytes are no message.</exception>
    public static DhcpMessage Read(ReadOnlyMemory<byte> payload) =>
        TryRead(payload, out var message, out var error) ? message : throw new DhcpFormatException(error);

    /// <summary>Reads a message; its fields are slices of the bytes, which must not change any more.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out DhcpMessage? message, out DhcpFormatError error)
    {
        var bytes = payload.Span;
        message = null;
        error = default;
        if (bytes.Length < CookieOffset)
        {
            error = new DhcpFormatError(bytes.Length, $"{bytes.Length} bytes; a message has at least {CookieOffset}");
            return false;
        }

        if (bytes[2] > ChaddrLength)
        {
            error = new DhcpFormatError(2, $"hardware address length {bytes[2]}; at most {ChaddrLength} fit the field");
            return false;
        }

        var sname = payload.Slice(SnameOffset, SnameLength);
        var file = payload.Slice(FileOffset, FileLength);
        var options = new List<DhcpOption>(UsualOptions);
        List<DhcpOption>? overloaded = null;
        var hasCookie = bytes.Length >= OptionsOffset && BinaryPrimitives.ReadUInt32BigEndian(bytes[CookieOffset..]) == MagicCookie;
        if (hasCookie)
        {
            if (!DhcpOptionField.TryRead(payload[OptionsOffset..], OptionsOffset, options, out error))
            {
                return false;
            }

            // RFC 3396, 5.1: the options field, then file, then sname.
            var overload = DhcpOptionField.Find(options, DhcpOptionCode.Overload) is { Length: > 0 } value ? value.Span[0] : 0;
            if (overload != 0)
            {
                overloaded = [];
                if (((overload & 1) != 0 && !DhcpOptionField.TryRead(file, FileOffset, overloaded, out error))
                    || ((overload & 2) != 0 && !DhcpOptionField.TryRead(sname, SnameOffset, overloaded, out error)))
                {
                    return false;
                }
            }
        }

        message = new DhcpMessage
        {
            Op = (BootpOperation)bytes[0],
            Htype = bytes[1],
            Hlen = bytes[2],
            Hops = bytes[3],
            Xid = BinaryPrimitives.ReadUInt32BigEndian(bytes[XidOffset..]),
            Secs = BinaryPrimitives.ReadUInt16BigEndian(bytes[SecsOffset..]),
            Flags = BinaryPrimitives.ReadUInt16BigEndian(bytes[FlagsOffset..]),
            Ciaddr = WireAddress.ReadIpv4(bytes[CiaddrOffset..]),
            Yiaddr = WireAddress.ReadIpv4(bytes[YiaddrOffset..]),
            Siaddr = WireAddress.ReadIpv4(bytes[SiaddrOffset..]),
            Giaddr = WireAddress.ReadIpv4(bytes[GiaddrOffset..]),
            Chaddr = payload.Slice(ChaddrOffset, ChaddrLength),
            Sname = sname,
            File = file,
            // Not "null": that would convert to an empty memory.
            BootpVendorArea = hasCookie ? default(ReadOnlyMemory<byte>?) : payload[CookieOffset..],
            Options = options,
            _overloaded = overloaded,
        };
        return true;
    }

    /// <summary>Number of bytes of the message, the end option included, without padding.</summary>
    public int GetLength() => BootpVendorArea is { } area ? CookieOffset + area.Length : OptionsOffset + DhcpOptionField.GetLength(Options) + 1;

    /// <summary>The message as bytes, padded with zeros to <paramref name="minimumLength"/>.</summary>
    public byte[] ToArray(int minimumLength = 0)
    {
        var bytes = new byte[Math.Max(GetLength(), minimumLength)];
        Write(bytes);
        return bytes;
    }

    /// <summary>Writes the message and returns its length; the rest of <paramref name="destination"/> is left as it is.</summary>
    /// <exception cref="ArgumentException">The destination is too small, or a header field is longer than its place.</exception>
    public int Write(Span<byte> destination)
    {
        var length = GetLength();
        if (destination.Length < length)
        {
            throw new ArgumentException($"the message needs {length} bytes, the destination has {destination.Length}", nameof(destination));
        }

        destination[0] = (byte)Op;
        destination[1] = Htype;
        destination[2] = Hlen;
        destination[3] = Hops;
        BinaryPrimitives.WriteUInt32BigEndian(destination[XidOffset..], Xid);
        BinaryPrimitives.WriteUInt16BigEndian(destination[SecsOffset..], Secs);
        BinaryPrimitives.WriteUInt16BigEndian(destination[FlagsOffset..], Flags);
        Ciaddr.TryWriteBytes(destination[CiaddrOffset..], out _);
        Yiaddr.TryWriteBytes(destination[YiaddrOffset..], out _);
        Siaddr.TryWriteBytes(destination[SiaddrOffset..], out _);
        Giaddr.TryWriteBytes(destination[GiaddrOffset..], out _);
        WriteField(Chaddr, destination.Slice(ChaddrOffset, ChaddrLength), nameof(Chaddr));
        WriteField(Sname, destination.Slice(SnameOffset, SnameLength), nameof(Sname));
        WriteField(File, destination.Slice(FileOffset, FileLength), nameof(File));
        if (BootpVendorArea is { } area)
        {
            area.Span.CopyTo(destination[CookieOffset..]);
            return length;
        }

        BinaryPrimitives.WriteUInt32BigEndian(destination[CookieOffset..], MagicCookie);
        DhcpOptionField.Write(Options, destination[OptionsOffset..]);
        destination[length - 1] = DhcpOptionCode.End;
        return length;
    }

    private string? HeaderText(ReadOnlyMemory<byte> field, int overloadBit) =>
        ((GetByte(DhcpOptionCode.Overload) ?? 0) & overloadBit) == 0 && Text(field) is { Length: > 0 } text ? text : null;

    private static string? Text(ReadOnlyMemory<byte>? value)
    {
        if (value is not { } bytes)
        {
            return null;
        }

        var end = bytes.Span.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? bytes.Span : bytes.Span[..end]);
    }

    private static void WriteField(ReadOnlyMemory<byte> value, Span<byte> place, string name)
    {
        if (value.Length > place.Length)
        {
            throw new ArgumentException($"{name} has {value.Length} bytes; {place.Length} fit the field");
        }

        value.Span.CopyTo(place);
        place[value.Length..].Clear();
    }
}
