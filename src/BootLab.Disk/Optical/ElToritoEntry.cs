using System.Buffers.Binary;

namespace BootLab.Disk.Optical;

/// <summary>The processor or firmware that a boot image is for (El Torito 1.0, 2.1; UEFI 2.10, 13.3.2.1).</summary>
public enum ElToritoPlatform : byte
{
    /// <summary>A PC BIOS.</summary>
    X86 = 0x00,

    /// <summary>PowerPC.</summary>
    PowerPc = 0x01,

    /// <summary>Macintosh.</summary>
    Mac = 0x02,

    /// <summary>UEFI.</summary>
    Efi = 0xef,
}

/// <summary>An initial or section entry of a boot catalogue (El Torito 1.0, 2.2 and 2.4).</summary>
/// <param name="Platform">What the image is for.</param>
/// <param name="IsBootable">Boot indicator 88h.</param>
/// <param name="Media">Bits 3 to 0 of the media type: 0 no emulation, 1 to 3 a floppy, 4 a hard disk.</param>
/// <param name="LoadSegment">Where a BIOS loads it; 0 means 7C0h.</param>
/// <param name="SectorCount">How many 512-byte sectors a BIOS loads.</param>
/// <param name="Lba">The image's first 2048-byte sector.</param>
public sealed record ElToritoEntry(ElToritoPlatform Platform, bool IsBootable, byte Media, ushort LoadSegment, ushort SectorCount, uint Lba)
{
    /// <summary>Bytes of an entry of the catalogue.</summary>
    public const int Size = 32;

    private const byte Bootable = 0x88;
    private const ushort DefaultSegment = 0x7c0;

    /// <summary>Whether the image is started as it is, not as an emulated floppy or disk.</summary>
    public bool IsNoEmulation => Media == 0;

    /// <summary>The segment that a BIOS loads the image to.</summary>
    public ushort EffectiveLoadSegment => LoadSegment == 0 ? DefaultSegment : LoadSegment;

    /// <summary>Reads an entry of 32 bytes.</summary>
    public static ElToritoEntry Read(ReadOnlySpan<byte> entry, ElToritoPlatform platform) => new(
        platform,
        IsBootable: entry[0] == Bootable,
        Media: (byte)(entry[1] & 0x0f),
        LoadSegment: BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]),
        SectorCount: BinaryPrimitives.ReadUInt16LittleEndian(entry[6..]),
        Lba: BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]));
}
