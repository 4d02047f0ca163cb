namespace BootLab.Ibft;

/// <summary>What can be wrong with the form of a table. The names are stable; what fields mean is not judged here.</summary>
public enum AnomalyKind
{
    /// <summary>Fewer bytes than a header and a control structure. Unreadable.</summary>
    TooShort,

    /// <summary>The signature is neither <c>iBFT</c> nor <c>IBFT</c> nor <c>BIFT</c>. Unreadable.</summary>
    Signature,

    /// <summary>The header's length is less than 66 or more than 65,535. Unreadable.</summary>
    TableLength,

    /// <summary>The bytes end before the header's length. Unreadable.</summary>
    Truncated,

    /// <summary>The revision is not 1.</summary>
    Revision,

    /// <summary>The bytes do not sum to 0.</summary>
    Checksum,

    /// <summary>The structure at byte 48 is not a control structure. Unreadable.</summary>
    ControlId,

    /// <summary>The control length is less than 18 or odd.</summary>
    ControlLength,

    /// <summary>The control structure ends after the table. Unreadable.</summary>
    ControlOutOfBounds,

    /// <summary>An offset points into the header or the control structure. Unreadable.</summary>
    OffsetIntoControl,

    /// <summary>An offset points past the table, or so near its end that no structure header fits. Unreadable.</summary>
    OffsetOutOfBounds,

    /// <summary>Two offset fields point to the same structure.</summary>
    OffsetReused,

    /// <summary>An offset field that is meant for one kind points to another.</summary>
    SlotKind,

    /// <summary>A structure's id is 0, 1 or above 5.</summary>
    UnknownStructure,

    /// <summary>A structure's version is not 1.</summary>
    StructureVersion,

    /// <summary>A structure's length is not that of its kind.</summary>
    StructureLength,

    /// <summary>A structure ends after the table. Unreadable.</summary>
    StructureOutOfBounds,

    /// <summary>A structure does not start on a multiple of 8.</summary>
    Misaligned,

    /// <summary>Two structures, two different strings, or a string and a structure share bytes.</summary>
    Overlap,

    /// <summary>Two structures of a kind have the same index.</summary>
    IndexReused,

    /// <summary>There is no initiator.</summary>
    InitiatorMissing,

    /// <summary>There is more than one initiator.</summary>
    InitiatorRepeated,

    /// <summary>A string ends after the table. Unreadable.</summary>
    StringOutOfBounds,

    /// <summary>A string starts in the header or the control structure.</summary>
    StringIntoControl,

    /// <summary>The byte after a string is not NUL.</summary>
    StringUnterminated,

    /// <summary>A NUL inside the counted length.</summary>
    StringHoldsNul,

    /// <summary>A length without an offset.</summary>
    StringWithoutOffset,
}
