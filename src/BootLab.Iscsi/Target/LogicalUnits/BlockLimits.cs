namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>How much one command may do, as the Block Limits page says (SBC-3, 6.6.4); READ, WRITE and VERIFY have no limit, as they move their blocks piece by piece.</summary>
internal readonly record struct BlockLimits(int BlockSize)
{
    /// <summary>Blocks of a COMPARE AND WRITE, whose data are held whole, twice.</summary>
    public int CompareAndWrite => Math.Min(255, DeviceServer.MaxParameterLength / 2 / BlockSize);

    /// <summary>Blocks of a WRITE SAME.</summary>
    public int WriteSame => (64 << 20) / BlockSize;

    /// <summary>Blocks of an UNMAP, all ranges together.</summary>
    public const int Unmap = 1 << 20;

    /// <summary>Ranges of an UNMAP.</summary>
    public const int UnmapDescriptors = 256;
}
