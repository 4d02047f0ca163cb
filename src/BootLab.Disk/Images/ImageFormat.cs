namespace BootLab.Disk.Images;

/// <summary>How the bytes of a disk lie in the file of an image.</summary>
public enum ImageFormat
{
    /// <summary>As they are.</summary>
    Raw,

    /// <summary>As they are, compressed with gzip.</summary>
    Gzip,

    /// <summary>As they are, with a footer behind them (VHD of a fixed size).</summary>
    FixedVhd,

    /// <summary>VHD that grows.</summary>
    DynamicVhd,

    /// <summary>VHDX.</summary>
    Vhdx,

    /// <summary>QEMU's copy-on-write format, version 2 or 3.</summary>
    Qcow2,

    /// <summary>VMware's, in one file.</summary>
    Vmdk,

    /// <summary>VirtualBox's.</summary>
    Vdi,
}
