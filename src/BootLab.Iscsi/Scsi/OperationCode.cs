namespace BootLab.Iscsi.Scsi;

/// <summary>Operation codes of SCSI commands (SPC-4, SBC-3).</summary>
public static class OperationCode
{
#pragma warning disable CS1591 // The names are those of the standards.
    public const byte TestUnitReady = 0x00;
    public const byte RequestSense = 0x03;
    public const byte Read6 = 0x08;
    public const byte Inquiry = 0x12;
    public const byte ModeSense6 = 0x1a;
    public const byte StartStopUnit = 0x1b;
    public const byte ReadCapacity10 = 0x25;
    public const byte Read10 = 0x28;
    public const byte Write10 = 0x2a;
    public const byte SynchronizeCache10 = 0x35;
    public const byte ModeSense10 = 0x5a;
    public const byte Read16 = 0x88;
    public const byte Write16 = 0x8a;
    public const byte SynchronizeCache16 = 0x91;
    public const byte ServiceActionIn16 = 0x9e;
    public const byte ReportLuns = 0xa0;
    public const byte Read12 = 0xa8;
#pragma warning restore CS1591
}
