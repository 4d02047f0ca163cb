using System.Buffers.Binary;

namespace BootLab.Iscsi.Scsi;

/// <summary>What sense data say (SPC-4, 4.5).</summary>
/// <param name="Key">The sense key.</param>
/// <param name="Code">Additional sense code.</param>
/// <param name="Qualifier">Additional sense code qualifier.</param>
public readonly record struct SenseData(SenseKey Key, byte Code, byte Qualifier)
{
    /// <summary>Length of the fixed format written here, in bytes.</summary>
    public const int FixedLength = 18;

    /// <summary>Length of the longest form written here, in bytes: the descriptor format with an information descriptor.</summary>
    public const int MaxLength = 20;

    /// <summary>The INFORMATION field: a block, or the offset of the byte that differs; null when it says nothing.</summary>
    public ulong? Information { get; init; }

    /// <summary>LOGICAL UNIT NOT SUPPORTED.</summary>
    public static SenseData LogicalUnitNotSupported { get; } = new(SenseKey.IllegalRequest, 0x25, 0x00);

    /// <summary>INVALID COMMAND OPERATION CODE.</summary>
    public static SenseData InvalidOperationCode { get; } = new(SenseKey.IllegalRequest, 0x20, 0x00);

    /// <summary>INVALID FIELD IN CDB.</summary>
    public static SenseData InvalidFieldInCdb { get; } = new(SenseKey.IllegalRequest, 0x24, 0x00);

    /// <summary>LOGICAL BLOCK ADDRESS OUT OF RANGE.</summary>
    public static SenseData BlockOutOfRange { get; } = new(SenseKey.IllegalRequest, 0x21, 0x00);

    /// <summary>WRITE PROTECTED.</summary>
    public static SenseData WriteProtected { get; } = new(SenseKey.DataProtect, 0x27, 0x00);

    /// <summary>UNRECOVERED READ ERROR.</summary>
    public static SenseData UnrecoveredReadError { get; } = new(SenseKey.MediumError, 0x11, 0x00);

    /// <summary>WRITE ERROR.</summary>
    public static SenseData WriteError { get; } = new(SenseKey.MediumError, 0x0c, 0x00);

    /// <summary>LOGICAL UNIT SOFTWARE WRITE PROTECTED.</summary>
    public static SenseData SoftwareWriteProtected { get; } = new(SenseKey.DataProtect, 0x27, 0x02);

    /// <summary>PARAMETER LIST LENGTH ERROR.</summary>
    public static SenseData ParameterListLengthError { get; } = new(SenseKey.IllegalRequest, 0x1a, 0x00);

    /// <summary>INVALID FIELD IN PARAMETER LIST.</summary>
    public static SenseData InvalidFieldInParameterList { get; } = new(SenseKey.IllegalRequest, 0x26, 0x00);

    /// <summary>INVALID RELEASE OF PERSISTENT RESERVATION.</summary>
    public static SenseData InvalidRelease { get; } = new(SenseKey.IllegalRequest, 0x26, 0x04);

    /// <summary>SAVING PARAMETERS NOT SUPPORTED.</summary>
    public static SenseData SavingNotSupported { get; } = new(SenseKey.IllegalRequest, 0x39, 0x00);

    /// <summary>MEDIUM NOT PRESENT.</summary>
    public static SenseData MediumNotPresent { get; } = new(SenseKey.NotReady, 0x3a, 0x00);

    /// <summary>MEDIUM REMOVAL PREVENTED.</summary>
    public static SenseData RemovalPrevented { get; } = new(SenseKey.IllegalRequest, 0x53, 0x02);

    /// <summary>INSUFFICIENT REGISTRATION RESOURCES.</summary>
    public static SenseData InsufficientRegistrationResources { get; } = new(SenseKey.IllegalRequest, 0x55, 0x04);

    /// <summary>MISCOMPARE DURING VERIFY OPERATION.</summary>
    public static SenseData Miscompare { get; } = new(SenseKey.Miscompare, 0x1d, 0x00);

    /// <summary>NOT READY TO READY CHANGE, MEDIUM MAY HAVE CHANGED.</summary>
    public static SenseData MediumMayHaveChanged { get; } = new(SenseKey.UnitAttention, 0x28, 0x00);

    /// <summary>MODE PARAMETERS CHANGED.</summary>
    public static SenseData ModeParametersChanged { get; } = new(SenseKey.UnitAttention, 0x2a, 0x01);

    /// <summary>RESERVATIONS PREEMPTED.</summary>
    public static SenseData ReservationsPreempted { get; } = new(SenseKey.UnitAttention, 0x2a, 0x03);

    /// <summary>RESERVATIONS RELEASED.</summary>
    public static SenseData ReservationsReleased { get; } = new(SenseKey.UnitAttention, 0x2a, 0x04);

    /// <summary>REGISTRATIONS PREEMPTED.</summary>
    public static SenseData RegistrationsPreempted { get; } = new(SenseKey.UnitAttention, 0x2a, 0x05);

    /// <summary>POWER ON, RESET, OR BUS DEVICE RESET OCCURRED.</summary>
    public static SenseData PowerOnOrReset { get; } = new(SenseKey.UnitAttention, 0x29, 0x00);

    /// <summary>COMMANDS CLEARED BY ANOTHER INITIATOR.</summary>
    public static SenseData CommandsClearedByAnotherInitiator { get; } = new(SenseKey.UnitAttention, 0x2f, 0x00);

    /// <summary>Reads fixed (0x70, 0x71) or descriptor format (0x72, 0x73); false when the bytes are neither.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SenseData sense)
    {
        sense = default;
        if (bytes.IsEmpty)
        {
            return false;
        }

        switch (bytes[0] & 0x7f)
        {
            case 0x70 or 0x71 when bytes.Length >= 3:
                // A target may cut the fixed format short: what is missing counts as 0.
                sense = new SenseData((SenseKey)(bytes[2] & 0x0f), bytes.Length > 12 ? bytes[12] : (byte)0, bytes.Length > 13 ? bytes[13] : (byte)0);
                return true;
            case 0x72 or 0x73 when bytes.Length >= 4:
                sense = new SenseData((SenseKey)(bytes[1] & 0x0f), bytes[2], bytes[3]);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Writes the fixed format, 18 bytes.</summary>
    public void WriteFixed(Span<byte> destination)
    {
        var bytes = destination[..FixedLength];
        bytes.Clear();
        bytes[0] = 0x70;
        bytes[2] = (byte)Key;
        bytes[7] = FixedLength - 8;
        bytes[12] = Code;
        bytes[13] = Qualifier;
        // Four bytes, and a VALID bit that says so.
        if (Information is <= uint.MaxValue and { } information)
        {
            bytes[0] |= 0x80;
            BinaryPrimitives.WriteUInt32BigEndian(bytes[3..], (uint)information);
        }
    }

    /// <summary>Writes the descriptor format, or the fixed format, of which a disk has one at a time (SPC-4, 4.5.2 and 4.5.3).</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="descriptors">Whether the descriptor format is wanted.</param>
    /// <returns>Number of bytes written.</returns>
    public int Write(Span<byte> destination, bool descriptors)
    {
        if (!descriptors)
        {
            WriteFixed(destination);
            return FixedLength;
        }

        var length = Information is null ? 8 : MaxLength;
        var bytes = destination[..length];
        bytes.Clear();
        bytes[0] = 0x72;
        bytes[1] = (byte)Key;
        bytes[2] = Code;
        bytes[3] = Qualifier;
        bytes[7] = (byte)(length - 8);
        if (Information is { } information)
        {
            bytes[9] = 10;
            bytes[10] = 0x80;
            BinaryPrimitives.WriteUInt64BigEndian(bytes[12..], information);
        }

        return length;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Key} {Code:x2}h/{Qualifier:x2}h";
}
