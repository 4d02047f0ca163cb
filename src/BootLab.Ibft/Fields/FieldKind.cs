namespace BootLab.Ibft.Fields;

/// <summary>What a field holds, and so how its bytes are written as text and read from it.</summary>
public enum FieldKind
{
    /// <summary>A number of one byte.</summary>
    UInt8,

    /// <summary>A number of two bytes, little endian.</summary>
    UInt16,

    /// <summary>A number of four bytes, little endian.</summary>
    UInt32,

    /// <summary>The flags byte; see <see cref="IbftFlags"/>.</summary>
    Flags,

    /// <summary>Where a structure starts: two bytes, 0 for none.</summary>
    Offset,

    /// <summary>The 16 bytes of an <see cref="IbftAddress"/>.</summary>
    Address,

    /// <summary>The 6 bytes of a MAC address.</summary>
    Mac,

    /// <summary>PCI bus, device and function in two bytes; see <see cref="PciText"/>.</summary>
    Bdf,

    /// <summary>The 8 bytes of a <see cref="Ibft.Lun"/>.</summary>
    Lun,

    /// <summary>A string descriptor: length and offset, two bytes each.</summary>
    String,

    /// <summary>Characters (Latin-1), filled up with NULs.</summary>
    Characters,

    /// <summary>Bytes without a meaning of their own.</summary>
    Bytes,
}
