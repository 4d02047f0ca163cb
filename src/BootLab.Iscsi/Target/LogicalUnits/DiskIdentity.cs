using System.Security.Cryptography;
using System.Text;
using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>What makes a disk recognisable: it depends on the target's name and the unit alone, so it is the same in every run.</summary>
internal readonly record struct DiskIdentity(string TargetName, ScsiLun Lun)
{
    /// <summary>Sixteen hexadecimal digits.</summary>
    public string SerialNumber => Convert.ToHexStringLower(Digest);

    /// <summary>A locally assigned NAA identifier, eight bytes (SPC-4, 7.8.6.6.3).</summary>
    public byte[] Naa
    {
        get
        {
            var bytes = Digest;
            bytes[0] = (byte)(0x30 | (bytes[0] & 0x0f));
            return bytes;
        }
    }

    private byte[] Digest => SHA256.HashData(Encoding.UTF8.GetBytes($"{TargetName}/{Lun}"))[..8];
}
