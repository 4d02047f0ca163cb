namespace BootLab.Firmware.FwCfg;

/// <summary>A loader script that cannot be read or carried out.</summary>
public sealed class FwCfgFormatException : FormatException
{
    /// <summary>With the place in the script and what is wrong there.</summary>
    public FwCfgFormatException(int offset, string message) : base($"byte 0x{offset:x}: {message}") => Offset = offset;

    /// <summary>The first byte of the command, counted from the start of the script.</summary>
    public int Offset { get; }
}
