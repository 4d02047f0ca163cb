using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target;

/// <summary>How errors of the transport are told as sense data (RFC 7143, 11.4.7.2).</summary>
internal static class IscsiConditions
{
    public static SenseData UnexpectedUnsolicitedData { get; } = new(SenseKey.AbortedCommand, 0x0c, 0x0c);

    public static SenseData IncorrectAmountOfData { get; } = new(SenseKey.AbortedCommand, 0x0c, 0x0d);

    public static SenseData ProtocolServiceCrcError { get; } = new(SenseKey.AbortedCommand, 0x47, 0x05);

    /// <summary>DATA PHASE ERROR: Data-Out that are not those asked for.</summary>
    public static SenseData DataPhaseError { get; } = new(SenseKey.AbortedCommand, 0x4b, 0x00);
}
