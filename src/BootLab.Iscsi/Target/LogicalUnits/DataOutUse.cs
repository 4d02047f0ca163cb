namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>What a command does with the blocks that it takes.</summary>
internal enum DataOutUse
{
    /// <summary>They are written.</summary>
    Write,

    /// <summary>They are written, and safe before the command ends: FUA.</summary>
    WriteThrough,

    /// <summary>They are written and read back, and safe before the command ends: WRITE AND VERIFY.</summary>
    WriteAndVerify,

    /// <summary>As <see cref="WriteAndVerify"/>, and what is read back is compared: BYTCHK.</summary>
    WriteAndCompare,

    /// <summary>They are compared with the disk: VERIFY with BYTCHK.</summary>
    Compare,

    /// <summary>Their bits are added to those of the disk: ORWRITE.</summary>
    Or,

    /// <summary>As <see cref="Or"/>, and safe before the command ends.</summary>
    OrThrough,
}
