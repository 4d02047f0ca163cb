using System.Buffers.Binary;

namespace BootLab.Net.Tcp;

/// <summary>The options of a segment that this TCP knows (RFC 9293, 3.1; RFC 7323; RFC 2018). Others are passed over.</summary>
internal readonly record struct TcpOptions(int? Mss, int? WindowScale, bool SackPermitted, (uint Value, uint Echo)? Timestamps)
{
    private const byte End = 0;
    private const byte NoOperation = 1;
    private const byte MssKind = 2;
    private const byte WindowScaleKind = 3;
    private const byte SackPermittedKind = 4;
    private const byte TimestampsKind = 8;

    /// <summary>Reads the bytes between the fixed header and the payload; false when a length leads out of them or does not fit its kind.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out TcpOptions options)
    {
        options = default;
        while (!bytes.IsEmpty && bytes[0] != End)
        {
            if (bytes[0] == NoOperation)
            {
                bytes = bytes[1..];
                continue;
            }

            if (bytes.Length < 2 || bytes[1] < 2 || bytes[1] > bytes.Length)
            {
                return false;
            }

            var value = bytes[2..bytes[1]];
            switch ((bytes[0], value.Length))
            {
                case (MssKind, 2):
                    options = options with { Mss = BinaryPrimitives.ReadUInt16BigEndian(value) };
                    break;
                case (WindowScaleKind, 1):
                    // RFC 7323, 2.3: a shift above 14 is used as 14.
                    options = options with { WindowScale = Math.Min((int)value[0], 14) };
                    break;
                case (SackPermittedKind, 0):
                    options = options with { SackPermitted = true };
                    break;
                case (TimestampsKind, 8):
                    options = options with { Timestamps = (BinaryPrimitives.ReadUInt32BigEndian(value), BinaryPrimitives.ReadUInt32BigEndian(value[4..])) };
                    break;
                case (MssKind or WindowScaleKind or SackPermittedKind or TimestampsKind, _):
                    return false;
            }

            bytes = bytes[bytes[1]..];
        }

        return true;
    }

    /// <summary>The bytes in iPXE's order and padding: timestamps, SACK permitted, window scale, MSS; a multiple of four.</summary>
    public byte[] Write()
    {
        var length = (Timestamps is null ? 0 : 12) + (SackPermitted ? 4 : 0) + (WindowScale is null ? 0 : 4) + (Mss is null ? 0 : 4);
        byte[] bytes = length == 0 ? [] : new byte[length];
        var rest = bytes.AsSpan();
        if (Timestamps is var (value, echo))
        {
            Put(ref rest, [NoOperation, NoOperation, TimestampsKind, 10]);
            BinaryPrimitives.WriteUInt32BigEndian(rest, value);
            BinaryPrimitives.WriteUInt32BigEndian(rest[4..], echo);
            rest = rest[8..];
        }

        if (SackPermitted)
        {
            Put(ref rest, [NoOperation, NoOperation, SackPermittedKind, 2]);
        }

        if (WindowScale is { } shift)
        {
            Put(ref rest, [NoOperation, WindowScaleKind, 3, (byte)shift]);
        }

        if (Mss is { } mss)
        {
            Put(ref rest, [MssKind, 4, (byte)(mss >> 8), (byte)mss]);
        }

        return bytes;
    }

    private static void Put(ref Span<byte> rest, scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }
}
