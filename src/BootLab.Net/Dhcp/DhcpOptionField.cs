namespace BootLab.Net.Dhcp;

/// <summary>
/// A run of options as they stand on the wire: code, length, value; code 0 pads, code 255 ends (RFC 2132, 2). The same grammar holds in the options
/// field, in an overloaded <c>file</c> or <c>sname</c> field, and inside options 43 and 175.
/// </summary>
public static class DhcpOptionField
{
    private const int MaximumValue = 255;

    /// <summary>Appends the options of <paramref name="field"/> to <paramref name="options"/>, one entry for each instance, up to the end option or the end of the field.</summary>
    /// <param name="field">The bytes; the values of the options are slices of them.</param>
    /// <param name="offset">Where the field starts in the message, for the error.</param>
    /// <param name="options">Receives the options.</param>
    /// <param name="error">What is wrong, when the result is false.</param>
    public static bool TryRead(ReadOnlyMemory<byte> field, int offset, List<DhcpOption> options, out DhcpFormatError error)
    {
        ArgumentNullException.ThrowIfNull(options);
        var bytes = field.Span;
        error = default;
        for (var at = 0; at < bytes.Length;)
        {
            var code = bytes[at];
            if (code == DhcpOptionCode.Pad)
            {
                at++;
                continue;
            }

            if (code == DhcpOptionCode.End)
            {
                return true;
            }

            if (at + 1 == bytes.Length)
            {
                error = new DhcpFormatError(offset + at, $"option {code} has no length byte; expected a length or the end option (255)");
                return false;
            }

            var length = bytes[at + 1];
            var left = bytes.Length - at - 2;
            if (length > left)
            {
                error = new DhcpFormatError(offset + at + 1, $"option {code} says {length} bytes, but {left} are left");
                return false;
            }

            options.Add(new DhcpOption(code, field.Slice(at + 2, length)));
            at += 2 + length;
        }

        return true;
    }

    /// <summary>
    /// The value of an option in <paramref name="options"/>. Several instances are one value, put together in their order (RFC 3396, 7); null when there is none.
    /// </summary>
    public static ReadOnlyMemory<byte>? Find(IReadOnlyList<DhcpOption> options, byte code)
    {
        ArgumentNullException.ThrowIfNull(options);
        ReadOnlyMemory<byte>? only = null;
        var instances = 0;
        var length = 0;
        for (var i = 0; i < options.Count; i++)
        {
            if (options[i].Code == code)
            {
                only = options[i].Value;
                length += only.Value.Length;
                instances++;
            }
        }

        return instances > 1 ? Concatenate(options, code, length) : only;
    }

    /// <summary>Number of bytes that <see cref="Write"/> needs, the end option not counted.</summary>
    public static int GetLength(IReadOnlyList<DhcpOption> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var length = 0;
        for (var i = 0; i < options.Count; i++)
        {
            var value = options[i].Value.Length;
            length += value + (2 * Math.Max(1, (value + MaximumValue - 1) / MaximumValue));
        }

        return length;
    }

    /// <summary>Writes the options without an end option; a value of more than 255 bytes is split into several instances (RFC 3396, 5). Returns the number of bytes written.</summary>
    /// <exception cref="ArgumentException">The destination is too small, or a code is 0 or 255.</exception>
    public static int Write(IReadOnlyList<DhcpOption> options, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (destination.Length < GetLength(options))
        {
            throw new ArgumentException($"the options need {GetLength(options)} bytes, the destination has {destination.Length}", nameof(destination));
        }

        var at = 0;
        for (var i = 0; i < options.Count; i++)
        {
            var (code, value) = options[i];
            if (code is DhcpOptionCode.Pad or DhcpOptionCode.End)
            {
                throw new ArgumentException($"{code} is no code of an option with a value", nameof(options));
            }

            var rest = value.Span;
            do
            {
                var part = rest[..Math.Min(rest.Length, MaximumValue)];
                destination[at] = code;
                destination[at + 1] = (byte)part.Length;
                part.CopyTo(destination[(at + 2)..]);
                at += 2 + part.Length;
                rest = rest[part.Length..];
            }
            while (!rest.IsEmpty);
        }

        return at;
    }

    private static byte[] Concatenate(IReadOnlyList<DhcpOption> options, byte code, int length)
    {
        var whole = new byte[length];
        var at = 0;
        for (var i = 0; i < options.Count; i++)
        {
            if (options[i].Code == code)
            {
                options[i].Value.Span.CopyTo(whole.AsSpan(at));
                at += options[i].Value.Length;
            }
        }

        return whole;
    }
}
