namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>What a command does with the blocks that it takes.</summary>
internal enum DataOutUse
{
    /// <summary>They are written.</summary>
    Write,

    /// <summary>They are written, and safe before the command ends: FUA.</summary>
    WriteThrough,

    /// <summary>They are written, made safe, and read back: WRITE AND VERIFY.</summary>
    WriteAndVerify,

    /// <summary>They are compared with the disk: VERIFY with BYTCHK.</summary>
    Compare,
}
