namespace BootLab.Net.Tftp;

/// <summary>Bytes that are no TFTP packet.</summary>
public sealed class TftpFormatException(TftpFormatError error) : FormatException(error.ToString())
{
    /// <summary>Offset of the first byte that is wrong, from the start of the packet.</summary>
    public int Offset { get; } = error.Offset;
}

/// <summary>What is wrong with a packet, and at which byte from its start.</summary>
public readonly record struct TftpFormatError(int Offset, string Message)
{
    /// <summary>One line: the place, what was found, what was expected.</summary>
    public override string ToString() => $"TFTP packet, offset 0x{Offset:x}: {Message}";
}
