using System.Buffers.Binary;

namespace BootLab.Disk.Optical;

/// <summary>A boot catalogue (El Torito 1.0).</summary>
public sealed class ElTorito
{
    /// <summary>The sector of the boot record, which says where the catalogue is.</summary>
    public const int BootRecordSector = 17;

    // A catalogue of one sector holds 64 entries; larger ones are not met, and a bound is needed.
    private const int MostSectors = 4;

    private const int CatalogueLbaOffset = 0x47;
    private const byte BootRecordType = 0;
    private const byte ValidationId = 0x01;
    private const byte SectionHeader = 0x90;
    private const byte LastSectionHeader = 0x91;
    private const byte Extension = 0x44;

    private ElTorito(IReadOnlyList<ElToritoEntry> entries) => Entries = entries;

    /// <summary>The initial entry, then those of the sections in their order.</summary>
    public IReadOnlyList<ElToritoEntry> Entries { get; }

    /// <summary>The entry that a BIOS starts (iPXE: x86, bootable, no emulation), or null.</summary>
    public ElToritoEntry? ForBios => Entries.FirstOrDefault(entry => entry is { IsBootable: true, IsNoEmulation: true, Platform: ElToritoPlatform.X86 });

    /// <summary>The entry that UEFI starts, or null.</summary>
    public ElToritoEntry? ForUefi => Entries.FirstOrDefault(entry => entry is { IsBootable: true, IsNoEmulation: true, Platform: ElToritoPlatform.Efi });

    /// <summary>Reads the boot record in sector 17: the sector of the catalogue.</summary>
    public static bool TryReadBootRecord(ReadOnlySpan<byte> sector, out uint catalogueLba, out DiskError? error)
    {
        const int IdentifierOffset = 7;
        error = sector.Length < IsoVolume.SectorSize ? new DiskError(sector.Length, $"found {sector.Length} bytes, expected a boot record of {IsoVolume.SectorSize}")
            : !IsoVolume.IsDescriptor(sector, BootRecordType) || !sector[IdentifierOffset..].StartsWith("EL TORITO SPECIFICATION\0"u8)
            ? new DiskError(0, "found no boot record, expected 00 'CD001' and 'EL TORITO SPECIFICATION'")
            : null;
        catalogueLba = error is null ? BinaryPrimitives.ReadUInt32LittleEndian(sector[CatalogueLbaOffset..]) : 0;
        return error is null;
    }

    /// <summary>Reads a catalogue.</summary>
    /// <param name="catalogue">Its bytes from the validation entry on; what lies behind the last section is not looked at.</param>
    /// <param name="value">The catalogue.</param>
    /// <param name="error">What is wrong; its offset counts from the start of the catalogue.</param>
    public static bool TryRead(ReadOnlySpan<byte> catalogue, out ElTorito value, out DiskError? error)
    {
        value = null!;
        error = CheckValidation(catalogue);
        if (error is not null)
        {
            return false;
        }

        var entries = new List<ElToritoEntry> { ElToritoEntry.Read(catalogue[ElToritoEntry.Size..], (ElToritoPlatform)catalogue[1]) };
        var next = 2;
        for (var last = false; !last && TryEntry(catalogue, next, out var header) && header[0] is SectionHeader or LastSectionHeader;)
        {
            last = header[0] == LastSectionHeader;
            next = ReadSection(catalogue, next, entries);
        }

        value = new ElTorito(entries);
        return true;
    }

    /// <summary>Reads the catalogue of a disk.</summary>
    public static bool TryRead(Stream disk, out ElTorito value, out DiskError? error)
    {
        value = null!;
        const long BootRecordOffset = (long)BootRecordSector * IsoVolume.SectorSize;
        if (!TryReadBootRecord(disk.ReadAt(BootRecordOffset, IsoVolume.SectorSize), out var lba, out error))
        {
            error = error! with { Offset = error.Offset + BootRecordOffset };
            return false;
        }

        var start = (long)lba * IsoVolume.SectorSize;
        var sound = TryRead(disk.ReadAt(start, MostSectors * IsoVolume.SectorSize), out value, out error);
        error = error is null ? null : error with { Offset = error.Offset + start };
        return sound;
    }

    // El Torito 1.0, 2.1: header id 1, the key 55 AA, and sixteen-bit words that add up to 0.
    private static DiskError? CheckValidation(ReadOnlySpan<byte> catalogue)
    {
        const int KeyOffset = 30;
        if (catalogue.Length < 2 * ElToritoEntry.Size)
        {
            return new DiskError(catalogue.Length, $"found {catalogue.Length} bytes, expected a boot catalogue of at least {2 * ElToritoEntry.Size}");
        }

        if (catalogue[0] != ValidationId || catalogue[KeyOffset] != 0x55 || catalogue[KeyOffset + 1] != 0xaa)
        {
            return new DiskError(0, "found no validation entry, expected 01 at its start and 55 AA at its end");
        }

        var sum = 0;
        for (var i = 0; i < ElToritoEntry.Size; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16LittleEndian(catalogue[i..]);
        }

        return (ushort)sum == 0 ? null : new DiskError(0, $"found a validation entry whose words add up to {(ushort)sum:x4}, expected 0000");
    }

    // The header's count says how many entries follow; extensions between them belong to the entry before.
    private static int ReadSection(ReadOnlySpan<byte> catalogue, int header, List<ElToritoEntry> entries)
    {
        TryEntry(catalogue, header, out var bytes);
        var platform = (ElToritoPlatform)bytes[1];
        var left = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        var next = header + 1;
        for (; TryEntry(catalogue, next, out var entry) && (left > 0 || entry[0] == Extension); next++)
        {
            if (entry[0] != Extension)
            {
                entries.Add(ElToritoEntry.Read(entry, platform));
                left--;
            }
        }

        return next;
    }

    private static bool TryEntry(ReadOnlySpan<byte> catalogue, int index, out ReadOnlySpan<byte> entry)
    {
        var start = index * ElToritoEntry.Size;
        var inside = start + ElToritoEntry.Size <= catalogue.Length;
        entry = inside ? catalogue.Slice(start, ElToritoEntry.Size) : default;
        return inside;
    }
}
