namespace BootLab.Disk.Fat;

/// <summary>Bits of an entry of the file allocation table.</summary>
public enum FatKind
{
    /// <summary>12 bits.</summary>
    Fat12 = 12,

    /// <summary>16 bits.</summary>
    Fat16 = 16,

    /// <summary>32 bits, of which 28 count.</summary>
    Fat32 = 32,
}
