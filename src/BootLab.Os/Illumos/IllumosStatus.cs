namespace BootLab.Os.Illumos;

/// <summary>The numbers that illumos prints for a table it refuses.</summary>
internal enum IllumosStatus
{
    /// <summary>The table is taken.</summary>
    Fine = 0,

    /// <summary>No structure at all, a length that leads beyond the searched memory, or CHAP without a secret.</summary>
    General = 1,

    /// <summary>A structure that is neither initiator nor NIC nor target.</summary>
    StructureKind = 2,

    /// <summary>No control structure at byte 48.</summary>
    ControlKind = 3,

    /// <summary>Mutual CHAP without a reverse secret.</summary>
    ReverseSecret = 7,

    /// <summary>The bytes do not sum to 0.</summary>
    Checksum = 8,
}
