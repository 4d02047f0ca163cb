using System.Buffers.Binary;

namespace BootLab.Iscsi.Wire;

/// <summary>SCSI Command (RFC 7143, 11.3).</summary>
/// <param name="Immediate">Delivered at once, without a CmdSN of its own.</param>
/// <param name="Flags">F 0x80, R 0x40, W 0x20, task attribute 0x07 (1 = simple).</param>
/// <param name="Lun">The logical unit, eight bytes as SAM writes them.</param>
/// <param name="InitiatorTaskTag">Names the task.</param>
/// <param name="ExpectedDataTransferLength">Bytes that the initiator expects to move.</param>
/// <param name="CmdSN">The command's number.</param>
/// <param name="ExpStatSN">The StatSN expected next.</param>
/// <param name="Cdb">The command descriptor block.</param>
public readonly record struct ScsiCommand(
    bool Immediate, byte Flags, ulong Lun, uint InitiatorTaskTag, uint ExpectedDataTransferLength, uint CmdSN, uint ExpStatSN, Cdb Cdb) : IPduHeader<ScsiCommand>
{
    /// <summary>F: no unsolicited Data-Out follows.</summary>
    public const byte FinalFlag = 0x80;

    /// <summary>R: data come from the target.</summary>
    public const byte ReadFlag = 0x40;

    /// <summary>W: data go to the target.</summary>
    public const byte WriteFlag = 0x20;

    /// <summary>Task attribute SIMPLE.</summary>
    public const byte SimpleAttribute = 0x01;

    /// <inheritdoc/>
    public static ScsiCommand Read(PduHeader header) => new(
        header.Immediate, header.Flags, header.Lun, header.InitiatorTaskTag, header.Word(20), header.CmdSN, header.ExpStatSN,
        new Cdb(BinaryPrimitives.ReadUInt64BigEndian(header.Bytes[32..]), BinaryPrimitives.ReadUInt64BigEndian(header.Bytes[40..])));

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = HeaderFields.RequestOpcode(Opcode.ScsiCommand, Immediate);
        bytes[1] = Flags;
        bytes.Put64(8, Lun);
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put32(20, ExpectedDataTransferLength);
        bytes.Put32(24, CmdSN);
        bytes.Put32(28, ExpStatSN);
        Cdb.CopyTo(bytes[32..]);
    }
}
