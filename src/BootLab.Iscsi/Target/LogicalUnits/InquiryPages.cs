using System.Buffers.Binary;
using System.Text;
using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>INQUIRY: standard data and vital product data pages (SPC-4, 6.6 and 7.8; SBC-3, 6.6).</summary>
internal static class InquiryPages
{
    private const byte SupportedPages = 0x00;
    private const byte UnitSerialNumber = 0x80;
    private const byte DeviceIdentification = 0x83;
    private const byte BlockLimitsPage = 0xb0;
    private const byte BlockDeviceCharacteristics = 0xb1;
    private const byte LogicalBlockProvisioning = 0xb2;

    // No device can be at this unit: qualifier 011b, type 1fh.
    private const byte NoDevice = 0x7f;

    public static ScsiOutcome Inquiry(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var unit = nexus.Unit;
        var isPage = (cdb[1] & 1) != 0;
        if (!isPage && cdb[2] != 0)
        {
            return ScsiOutcome.Check(SenseData.InvalidFieldInCdb);
        }

        if (!isPage)
        {
            return ScsiOutcome.Send(Standard(unit), cdb[3..5]);
        }

        if (unit.Store is not { } store)
        {
            return ScsiOutcome.Check(SenseData.LogicalUnitNotSupported);
        }

        byte[]? content = cdb[2] switch
        {
            SupportedPages => [SupportedPages, UnitSerialNumber, DeviceIdentification, BlockLimitsPage, BlockDeviceCharacteristics, LogicalBlockProvisioning],
            UnitSerialNumber => Encoding.ASCII.GetBytes(unit.Identity.SerialNumber),
            DeviceIdentification => Identification(unit.Identity),
            BlockLimitsPage => Limits(unit),
            // Rotation rate 1: no rotating medium.
            BlockDeviceCharacteristics => [0, 1, .. new byte[58]],
            LogicalBlockProvisioning => Provisioning(store),
            _ => null,
        };
        return content is null
            ? ScsiOutcome.Check(SenseData.InvalidFieldInCdb)
            : ScsiOutcome.Send([0, cdb[2], (byte)(content.Length >> 8), (byte)content.Length, .. content], cdb[3..5]);
    }

    private static byte[] Standard(DeviceServer unit)
    {
        var answer = new byte[96];
        answer[0] = unit.Store is null ? NoDevice : (byte)0;
        answer[1] = (byte)(unit.IsRemovable ? 0x80 : 0);
        answer[2] = 0x06; // SPC-4
        answer[3] = 0x12; // HISUP, response data format 2
        answer[4] = (byte)(answer.Length - 5);
        answer[7] = 0x02; // CMDQUE
        Encoding.ASCII.GetBytes("BOOTLAB ").CopyTo(answer, 8);
        Encoding.ASCII.GetBytes("VIRTUAL DISK    ").CopyTo(answer, 16);
        Encoding.ASCII.GetBytes("0001").CopyTo(answer, 32);
        // Version descriptors: SAM-5, SPC-4, SBC-3, iSCSI.
        ReadOnlySpan<ushort> versions = [0x00a0, 0x0460, 0x04c0, 0x0960];
        for (var i = 0; i < versions.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(58 + (i * 2)), versions[i]);
        }

        return answer;
    }

    private static byte[] Identification(DiskIdentity identity)
    {
        // Of the unit: NAA, binary. Of the target: its name as a SCSI name string, UTF-8, ended and padded with NUL to four bytes.
        var name = Encoding.UTF8.GetBytes(identity.TargetName);
        var padded = new byte[Math.Min(252, (name.Length + 4) & ~3)];
        name.AsSpan(0, Math.Min(name.Length, padded.Length - 1)).CopyTo(padded);
        return [0x01, 0x03, 0, 8, .. identity.Naa, 0x53, 0xa8, 0, (byte)padded.Length, .. padded];
    }

    // Offsets are those of the page less its header of four bytes.
    private static byte[] Limits(DeviceServer unit)
    {
        var content = new byte[60];
        content[0] = 0x01; // WSNZ: WRITE SAME of no blocks is not taken as "to the end"
        content[1] = (byte)unit.Limits.CompareAndWrite;
        if (unit.Store!.IsThin)
        {
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(16), BlockLimits.Unmap);
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(20), BlockLimits.UnmapDescriptors);
        }

        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(32), unit.Limits.WriteSame);
        return content;
    }

    // LBPU, LBPWS, LBPWS10 and LBPRZ: every way to deallocate, and zeros afterwards. Provisioning type 2: thin.
    private static byte[] Provisioning(IBlockStore store) => store.IsThin ? [0, 0xe4, 0x02, 0] : [0, 0, 0, 0];
}
