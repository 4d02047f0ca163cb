using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace BootLab.Net.Tftp;

/// <summary>A TFTP packet (RFC 1350; options RFC 2347). Texts are one character for each byte.</summary>
public abstract record TftpPacket
{
    /// <summary>The port that requests go to.</summary>
    public const int ServerPort = 69;

    private const int HeaderLength = 4;

    private enum Opcode : ushort
    {
        ReadRequest = 1,
        WriteRequest = 2,
        Data = 3,
        Acknowledgement = 4,
        Error = 5,
        OptionAcknowledgement = 6,
    }

    /// <summary>Reads a packet.</summary>
    /// <exception cref="TftpFormatException">The bytes are no packet.</exception>
    public static TftpPacket Read(ReadOnlyMemory<byte> bytes) =>
        TryRead(bytes, out var packet, out var error) ? packet : throw new TftpFormatException(error);

    /// <summary>Reads a packet; the content of DATA is a slice of <paramref name="bytes"/>.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out TftpPacket? packet, out TftpFormatError error)
    {
        packet = null;
        error = default;
        var span = bytes.Span;
        var opcode = span.Length >= 2 ? (Opcode)BinaryPrimitives.ReadUInt16BigEndian(span) : 0;
        switch (opcode)
        {
            case Opcode.ReadRequest or Opcode.WriteRequest:
                return TryReadRequest(span, opcode, out packet, out error);
            case Opcode.OptionAcknowledgement:
                if (!TryReadStrings(span, 2, out var strings, out error) || !TryReadOptions(strings, 0, span.Length, out var options, out error))
                {
                    return false;
                }

                packet = new TftpOptionAcknowledgement(options);
                return true;
            case Opcode.Data or Opcode.Acknowledgement or Opcode.Error when span.Length < HeaderLength:
                error = new TftpFormatError(span.Length, $"{span.Length} bytes; opcode {(ushort)opcode} needs {HeaderLength}");
                return false;
            case Opcode.Data:
                packet = new TftpData(BinaryPrimitives.ReadUInt16BigEndian(span[2..]), bytes[HeaderLength..]);
                return true;
            case Opcode.Acknowledgement:
                packet = new TftpAcknowledgement(BinaryPrimitives.ReadUInt16BigEndian(span[2..]));
                return true;
            case Opcode.Error:
                // The final NUL is missing in packets of some servers.
                var text = span[HeaderLength..];
                var end = text.IndexOf((byte)0);
                packet = new TftpError((TftpErrorCode)BinaryPrimitives.ReadUInt16BigEndian(span[2..]), Encoding.Latin1.GetString(end < 0 ? text : text[..end]));
                return true;
            default:
                error = new TftpFormatError(0, span.Length < 2 ? $"{span.Length} bytes; a packet has at least 2" : $"opcode {(ushort)opcode}; expected 1 to 6");
                return false;
        }
    }

    /// <summary>The packet as bytes.</summary>
    public byte[] ToArray() => this switch
    {
        TftpRequest request => [
            .. Number(request.IsWrite ? Opcode.WriteRequest : Opcode.ReadRequest), .. Text(request.FileName), .. Text(request.Mode), .. Options(request.Options)],
        TftpData data => [.. Number(Opcode.Data), .. Number(data.Block), .. data.Content.Span],
        TftpAcknowledgement acknowledgement => [.. Number(Opcode.Acknowledgement), .. Number(acknowledgement.Block)],
        TftpError failure => [.. Number(Opcode.Error), .. Number((ushort)failure.Code), .. Text(failure.Message)],
        TftpOptionAcknowledgement acknowledgement => [.. Number(Opcode.OptionAcknowledgement), .. Options(acknowledgement.Options)],
        _ => throw new InvalidOperationException($"{GetType().Name} is no packet"),
    };

    private static bool TryReadRequest(ReadOnlySpan<byte> span, Opcode opcode, [NotNullWhen(true)] out TftpPacket? packet, out TftpFormatError error)
    {
        packet = null;
        if (!TryReadStrings(span, 2, out var strings, out error))
        {
            return false;
        }

        if (strings.Count < 2)
        {
            error = new TftpFormatError(span.Length, $"{strings.Count} texts; a request has a file name and a mode");
            return false;
        }

        if (!TryReadOptions(strings, 2, span.Length, out var options, out error))
        {
            return false;
        }

        packet = new TftpRequest(opcode == Opcode.WriteRequest, strings[0], strings[1], options);
        return true;
    }

    private static bool TryReadStrings(ReadOnlySpan<byte> span, int at, out List<string> strings, out TftpFormatError error)
    {
        strings = [];
        error = default;
        while (at < span.Length)
        {
            var length = span[at..].IndexOf((byte)0);
            if (length < 0)
            {
                error = new TftpFormatError(at, "a text without its final NUL");
                return false;
            }

            strings.Add(Encoding.Latin1.GetString(span.Slice(at, length)));
            at += length + 1;
        }

        return true;
    }

    private static bool TryReadOptions(List<string> strings, int first, int end, out List<TftpOption> options, out TftpFormatError error)
    {
        options = [];
        error = default;
        for (var i = first; i < strings.Count; i += 2)
        {
            if (i + 1 == strings.Count)
            {
                error = new TftpFormatError(end, $"option {strings[i]} has no value");
                return false;
            }

            options.Add(new TftpOption(strings[i], strings[i + 1]));
        }

        return true;
    }

    private static byte[] Number(Opcode opcode) => Number((ushort)opcode);

    private static byte[] Number(ushort value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Text(string text) => [.. Encoding.Latin1.GetBytes(text), 0];

    private static IEnumerable<byte> Options(IReadOnlyList<TftpOption> options) =>
        options.SelectMany(option => (byte[])[.. Text(option.Name), .. Text(option.Value)]);
}

/// <summary>An option: its name, compared without case, and its value as text (RFC 2347).</summary>
public readonly record struct TftpOption(string Name, string Value)
{
    /// <summary>Block size in bytes (RFC 2348).</summary>
    public const string BlockSize = "blksize";

    /// <summary>Size of the file in bytes; 0 in a request that asks for it (RFC 2349).</summary>
    public const string TransferSize = "tsize";

    /// <summary>Seconds between retransmissions (RFC 2349).</summary>
    public const string Timeout = "timeout";

    /// <summary>Whether this is the option of that name.</summary>
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The value as a decimal number; false when it is none.</summary>
    public bool TryGetNumber(out long number) => long.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

/// <summary>RRQ or WRQ: a request to read or to write a file.</summary>
public sealed record TftpRequest(bool IsWrite, string FileName, string Mode, IReadOnlyList<TftpOption> Options) : TftpPacket;

/// <summary>DATA: a block, numbered from 1; the number wraps after 65,535.</summary>
public sealed record TftpData(ushort Block, ReadOnlyMemory<byte> Content) : TftpPacket;

/// <summary>ACK of a block; 0 acknowledges an OACK.</summary>
public sealed record TftpAcknowledgement(ushort Block) : TftpPacket;

/// <summary>ERROR: the transfer is over.</summary>
public sealed record TftpError(TftpErrorCode Code, string Message) : TftpPacket;

/// <summary>OACK: the options that the server accepted.</summary>
public sealed record TftpOptionAcknowledgement(IReadOnlyList<TftpOption> Options) : TftpPacket;
