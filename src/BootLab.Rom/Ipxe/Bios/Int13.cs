using BootLab.Disk;
using BootLab.Disk.Partitions;
using BootLab.Machine;
using BootLab.Rom.Ipxe.San;

namespace BootLab.Rom.Ipxe.Bios;

/// <summary>
/// The BIOS's view of SAN drives (interrupt 13h): drive numbers, the count at 40:75, geometry, and booting. On UEFI, Block I/O takes its place and drive numbers
/// are names only.
/// </summary>
public sealed class Int13
{
    // EFI_NOT_FOUND without its error bit.
    private const byte EfiNotFound = 14;

    // A floppy is taken for one of 1.44 MB; the other formats that iPXE knows by their size are left out.
    private const int FloppyHeads = 2;
    private const int FloppySectors = 18;

    private readonly IpxeProgram _program;
    private int _disks;
    private int _floppies;

    internal Int13(IpxeProgram program)
    {
        _program = program;
        _disks = program.Environment.Machine.LocalDisks;
    }

    private static bool IsFloppy(int number) => (number & 0x80) == 0;

    private bool IsBios => _program.Environment.Machine.Firmware == FirmwareKind.Bios;

    /// <summary>The number that the BIOS would give the next drive: a floppy below 0x80, a hard disk from there on.</summary>
    public int NextNaturalNumber(int number) => IsFloppy(number) ? _floppies : 0x80 | _disks;

    /// <summary>Raises the BIOS's drive count by one, and further until it covers the drive's number.</summary>
    public void CountDrive(int number)
    {
        ref var count = ref IsFloppy(number) ? ref _floppies : ref _disks;
        count = Math.Max(count + 1, (number & 0x7f) + 1);
        if (_program.Environment.Memory.Low is { } low)
        {
            low.DiskCount = (byte)_disks;
        }
    }

    /// <summary>Finds heads and sectors in the partition table, as iPXE does when it attaches a disk. Reads one block.</summary>
    public async Task GuessGeometryAsync(SanDrive drive)
    {
        ArgumentNullException.ThrowIfNull(drive);
        if (!IsBios || drive.IsCdrom)
        {
            return;
        }

        if (IsFloppy(drive.Number))
        {
            drive.Geometry = new DiskGeometry((uint)Math.Min(drive.Capacity.BlockCount / (FloppyHeads * FloppySectors), 1024), FloppyHeads, FloppySectors);
            return;
        }

        var sector = await _program.San.ReadAsync(drive, 0, 1);
        drive.Geometry = DiskGeometry.Guess(sector, (ulong)drive.Capacity.BlockCount);
    }

    /// <summary>Boots from a drive. Comes back only with an error, which does not say why: a read that fails and a boot sector that is none are the same to iPXE.</summary>
    public async Task<IpxeStatus> BootAsync(int number)
    {
        var failed = IsBios ? _program.Errors.Make(Errno.EIO, ErrorFile.Int13) : IpxeErrors.EfiPlatformError(ErrorFile.EfiBlock, EfiNotFound);
        try
        {
            await (IsBios ? BootBiosAsync(number) : BootUefiAsync(number));
        }
        catch (IpxeFailureException failure)
        {
            _program.Record("boot", "read-failed", $"drive 0x{number:x2} cannot be read: {failure.Status}", ("drive", number), ("status", failure.Status.ToString()));
        }

        return failed;
    }

    private async Task BootBiosAsync(int number)
    {
        if (Resolve(number) is not { } drive)
        {
            _program.Record("boot", "no-such-drive", $"drive 0x{number:x2} is not a SAN drive for the BIOS", ("drive", number));
            return;
        }

        if (drive.IsCdrom)
        {
            await BootElToritoAsync(drive);
            return;
        }

        if (drive.Capacity.BlockSize != MasterBootRecord.Size)
        {
            _program.Record("boot", "block-size", $"drive {drive}: blocks of {drive.Capacity.BlockSize} bytes, and CHS reads know 512 only", ("drive", drive.Number));
            return;
        }

        if (drive.Geometry.Cylinders == 0)
        {
            _program.Record("boot", "no-cylinders", $"drive {drive}: the disk is smaller than a cylinder of {drive.Geometry}, so every CHS read fails", ("drive", drive.Number));
            return;
        }

        var sector = await _program.San.ReadAsync(drive, 0, 1);
        if (!MasterBootRecord.HasSignature(sector))
        {
            _program.Record("boot", "no-boot-sector", $"drive {drive}: no 55 AA at the end of the first block", ("drive", drive.Number));
            return;
        }

        var found = BootMedia.FromSectors(sector, drive.VolumeDescriptor.Span);
        _program.Environment.Memory.Low!.Bytes.Write(0x7c00, sector);
        throw HandOver(drive, $"boot sector of drive {drive} entered at 0000:7c00 ({found.Contents})");
    }

    private async Task BootElToritoAsync(SanDrive drive)
    {
        var catalogue = await DiskProbe.ReadCatalogueAsync((lba, count) => _program.San.ReadAsync(drive, lba, count), drive.Capacity.BlockSize, drive.Capacity.BlockCount);
        if (catalogue?.ForBios is not { } image)
        {
            _program.Record("boot", "no-el-torito", $"drive {drive}: no bootable El Torito image without emulation", ("drive", drive.Number));
            return;
        }

        throw HandOver(drive, $"El Torito image of drive {drive} entered (sector {image.Lba}, loaded at {image.EffectiveLoadSegment:x4}:0000)");
    }

    private async Task BootUefiAsync(int number)
    {
        if (_program.San.Drives.FirstOrDefault(candidate => candidate.Number == number || number == 0) is not { } drive)
        {
            return;
        }

        var found = await DiskProbe.ReadAsync((lba, count) => _program.San.ReadAsync(drive, lba, count), drive.Capacity.BlockSize, drive.Capacity.BlockCount);
        if (!found.HasPlaceForUefi)
        {
            _program.Record("boot", "no-esp", $"drive {drive}: no EFI system partition ({found.Contents})", ("drive", drive.Number));
            return;
        }

        // Whether \EFI\BOOT\BOOTX64.EFI is in it is not looked up: FAT is not read.
        throw HandOver(drive, $"EFI system partition of drive {drive} found; its boot loader is taken as started ({found.Contents})");
    }

    private HandedOverException HandOver(SanDrive drive, string text)
    {
        _program.Record("boot", "booted", text, ("drive", drive.Number));
        return new HandedOverException(new BootOutcome(BootOutcomeKind.Booted, text));
    }

    /// <summary>
    /// Which SAN drive answers for a number. A SAN drive that has it as its natural number sends the call on to the BIOS under its own number, where no
    /// SAN drive is; older builds let the drive attached first decide, newer ones look for the drive's own number first.
    /// </summary>
    private SanDrive? Resolve(int number)
    {
        if (_program.Build.PrefersOwnDriveNumber && _program.San.Drives.FirstOrDefault(drive => drive.Number == number) is { } own)
        {
            return own;
        }

        foreach (var drive in _program.San.Drives)
        {
            if (drive.Number == number)
            {
                return drive;
            }

            if (drive.NaturalNumber == number)
            {
                return null;
            }
        }

        return null;
    }
}
