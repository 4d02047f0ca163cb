namespace BootLab.Net.Dhcp;

/// <summary>Bytes that are no DHCP or BOOTP message.</summary>
public sealed class DhcpFormatException(DhcpFormatError error) : FormatException(error.ToString())
{
    /// <summary>Offset of the first byte that is wrong, from the start of the message.</summary>
    public int Offset { get; } = error.Offset;
}

/// <summary>What is wrong with a message, and at which byte from its start.</summary>
public readonly record struct DhcpFormatError(int Offset, string Message)
{
    /// <summary>One line: the place, what was found, what was expected.</summary>
    public override string ToString() => $"DHCP message, offset 0x{Offset:x}: {Message}";
}
