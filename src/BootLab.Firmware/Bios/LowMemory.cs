namespace BootLab.Firmware.Bios;

/// <summary>
/// The first MiB of a PC with a BIOS: interrupt vectors, BIOS data area, base memory, EBDA, ROM area, and the memory map that INT 15h E820 gives.
/// Addresses are physical; a segment and offset name segment * 16 + offset. The ROM area holds what is written to it and is empty otherwise: the BIOS itself is not there.
/// </summary>
public sealed class LowMemory
{
    /// <summary>Bytes of low memory.</summary>
    public const int Size = 0x100000;

    /// <summary>The end of base memory; video memory follows.</summary>
    public const uint BaseMemoryEnd = 0xa0000;

    private const uint EbdaSegmentField = 0x40e;
    private const uint EquipmentField = 0x410;
    private const uint BaseMemoryField = 0x413;
    private const uint DiskCountField = 0x475;
    private const uint Ebda = 0x9fc00;

    private LowMemory(MemoryMap e820) => E820 = e820;

    /// <summary>The bytes.</summary>
    public PhysicalMemory Bytes { get; } = new(Size);

    /// <summary>What INT 15h E820 tells an operating system.</summary>
    public MemoryMap E820 { get; set; }

    /// <summary>40:0E, the segment of the extended BIOS data area.</summary>
    public ushort EbdaSegment
    {
        get => Bytes.ReadUInt16(EbdaSegmentField);
        set => Bytes.WriteUInt16(EbdaSegmentField, value);
    }

    /// <summary>40:10, the equipment word.</summary>
    public ushort Equipment
    {
        get => Bytes.ReadUInt16(EquipmentField);
        set => Bytes.WriteUInt16(EquipmentField, value);
    }

    /// <summary>40:13, free base memory in KiB, which INT 12h returns.</summary>
    public ushort BaseMemoryKiB
    {
        get => Bytes.ReadUInt16(BaseMemoryField);
        set => Bytes.WriteUInt16(BaseMemoryField, value);
    }

    /// <summary>40:75, how many hard disks the BIOS knows.</summary>
    public byte DiskCount
    {
        get => Bytes.ReadByte(DiskCountField);
        set => Bytes.WriteByte(DiskCountField, value);
    }

    /// <summary>
    /// Memory as SeaBIOS leaves it on a PC before a boot program runs: 639 KiB of base memory, an EBDA of 1 KiB at 0x9FC00, every interrupt vector at the BIOS' entry point.
    /// </summary>
    /// <param name="memoryMiB">Installed memory, at least 2 MiB; what exceeds 3 GiB lies above 4 GiB.</param>
    /// <param name="disks">Local hard disks.</param>
    public static LowMemory PowerOn(int memoryMiB, int disks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(memoryMiB, 2);
        var memory = new LowMemory(PcMap((ulong)memoryMiB << 20))
        {
            EbdaSegment = (ushort)(Ebda / 16),

            // Bit 1 a coprocessor, bits 5 and 4 a display of 80 columns in colour.
            Equipment = 0x22,
            BaseMemoryKiB = (ushort)(Ebda / 1024),
            DiskCount = (byte)disks,
        };

        // The first byte of the EBDA is its size in KiB.
        memory.Bytes.WriteByte(Ebda, 1);
        InterruptVectors.Install(memory);
        return memory;
    }

    /// <summary>Where an interrupt goes.</summary>
    public (ushort Segment, ushort Offset) GetVector(byte interrupt) =>
        (Bytes.ReadUInt16((4u * interrupt) + 2), Bytes.ReadUInt16(4u * interrupt));

    /// <summary>Lets an interrupt go elsewhere.</summary>
    public void SetVector(byte interrupt, ushort segment, ushort offset)
    {
        Bytes.WriteUInt16(4u * interrupt, offset);
        Bytes.WriteUInt16((4u * interrupt) + 2, segment);
    }

    /// <summary>The whole MiB.</summary>
    public byte[] ToImage() => Bytes.Read(0, Size);

    // QEMU's pc machine with SeaBIOS: ACPI tables in the last 128 KiB of memory, the firmware's flash below 4 GiB.
    private static MemoryMap PcMap(ulong installed)
    {
        var top = Math.Min(installed, 3UL << 30);
        MemoryRegion[] regions =
        [
            new MemoryRegion(0, Ebda, MemoryRegionKind.Usable),
            new MemoryRegion(Ebda, BaseMemoryEnd, MemoryRegionKind.Reserved),
            new MemoryRegion(0xf0000, Size, MemoryRegionKind.Reserved),
            new MemoryRegion(Size, top - 0x20000, MemoryRegionKind.Usable),
            new MemoryRegion(top - 0x20000, top, MemoryRegionKind.Reserved),
            new MemoryRegion(0xfffc0000, 4UL << 30, MemoryRegionKind.Reserved),
            new MemoryRegion(4UL << 30, (4UL << 30) + installed - top, MemoryRegionKind.Usable),
        ];
        return new MemoryMap { Regions = [.. regions.Where(region => region.Start < region.End)] };
    }
}
