using BootLab.Rom;
using BootLab.Vm.Judging;

namespace BootLab.Vm.Capture;

/// <summary>A table that no iPXE writes, for a system that iPXE boots. The system's disk stays iPXE's: by INT13, or on UEFI by Block I/O.</summary>
/// <param name="Table">The table's bytes, broken ones included.</param>
/// <param name="Place">Where the system finds it: in place of the table that iPXE has written, from the moment at which the boot sector is entered (BIOS only), or among QEMU's ACPI tables, while iPXE attaches its drives with <c>--no-describe</c> and writes none.</param>
/// <param name="Until">What the console says at the end; null when the guest ends by itself.</param>
public sealed record HandOver(ReadOnlyMemory<byte> Table, TableDelivery Place, string? Until)
{
    /// <summary>The room that iPXE has for its table in base memory on a BIOS, in bytes (XBFTAB_SIZE).</summary>
    public const int Room = 768;

    private const uint BaseMemorySize = 0x413; // 40:13, in KiB

    /// <summary>Where the table is to be in low memory; null for the place of iPXE's own. What is elsewhere is not kept from others' use.</summary>
    public uint? Address { get; init; }

    /// <summary>The longest table that QEMU takes for an ACPI table, in bytes.</summary>
    public const int AcpiRoom = ushort.MaxValue;

    /// <summary>Whether there is room for the table.</summary>
    /// <exception cref="VmException">There is not.</exception>
    internal void CheckRoom()
    {
        var (room, whose) = Place == TableDelivery.Acpi ? (AcpiRoom, "which QEMU takes for an ACPI table") : (Room, "the room of iPXE's own");
        if (Table.Length > room && Address is null)
        {
            throw new VmException($"found a table of {Table.Length} bytes, expected at most {room}, {whose}; leave out NICs or targets, or shorten names");
        }
    }

    /// <summary>Sees to it that a guest that stands still at the entry of its boot sector will find the table.</summary>
    /// <exception cref="VmException">There is nothing to replace, or another table hides this one.</exception>
    /// <returns>The table's address in low memory; null when it is among the ACPI tables.</returns>
    internal ulong? Deliver(string memoryFile, BootPoint point, TableInMemory? own)
    {
        var expected = Place == TableDelivery.LowMemory ? "with iPXE's table in memory" : "without a table of iPXE's in memory, which systems find first";
        if (point != BootPoint.BootSector || (own is null) == (Place == TableDelivery.LowMemory))
        {
            var found = point != BootPoint.BootSector ? $"that {GoldenFiles.Words(point)}" : $"{(own is null ? "no table" : "a table")} of iPXE in memory";
            throw new VmException($"found {found}, expected a boot sector {expected}; hand a table over in a lab that boots a disk");
        }

        if (Place == TableDelivery.Acpi)
        {
            return null;
        }

        using var memory = File.Open(memoryFile, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Write(own!.Address, new byte[Room]);
        var address = Address ?? own.Address;
        CheckIsFree(memory, address, own.Address);
        Write(address, Table.Span);
        return address;

        void Write(ulong place, ReadOnlySpan<byte> bytes)
        {
            memory.Position = (long)place;
            memory.Write(bytes);
        }
    }

    /// <summary>Takes the table of an earlier boot out of memory that nobody has written since, where it would be found again.</summary>
    internal void Forget(string memoryFile)
    {
        if (Address is { } address)
        {
            using var memory = File.Open(memoryFile, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            memory.Position = address;
            memory.Write(new byte[Table.Length]);
        }
    }

    /// <summary>Nothing may be written over the BIOS, which has the end of base memory, or over the boot program below it.</summary>
    private void CheckIsFree(FileStream memory, ulong address, ulong own)
    {
        memory.Position = BaseMemorySize;
        var end = (ulong)((memory.ReadByte() | (memory.ReadByte() << 8)) * 1024);
        if (address != own && address + (ulong)Table.Length > end)
        {
            throw new VmException($"found the table's end at 0x{address + (ulong)Table.Length:x}, expected at most 0x{end:x}, where the boot program's own memory begins; take a lower address");
        }
    }
}
