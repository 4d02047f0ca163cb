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

    /// <summary>The longest table that QEMU takes for an ACPI table, in bytes.</summary>
    public const int AcpiRoom = ushort.MaxValue;

    /// <summary>Whether there is room for the table.</summary>
    /// <exception cref="VmException">There is not.</exception>
    internal void CheckRoom()
    {
        var (room, whose) = Place == TableDelivery.Acpi ? (AcpiRoom, "which QEMU takes for an ACPI table") : (Room, "the room of iPXE's own");
        if (Table.Length > room)
        {
            throw new VmException($"found a table of {Table.Length} bytes, expected at most {room}, {whose}; leave out NICs or targets, or shorten names");
        }
    }

    /// <summary>Sees to it that a guest that stands still at the entry of its boot sector will find the table.</summary>
    /// <exception cref="VmException">There is nothing to replace, or another table hides this one.</exception>
    internal void Deliver(string memoryFile, BootPoint point, TableInMemory? own)
    {
        var expected = Place == TableDelivery.LowMemory ? "with iPXE's table in memory" : "without a table of iPXE's in memory, which systems find first";
        if (point != BootPoint.BootSector || (own is null) == (Place == TableDelivery.LowMemory))
        {
            var found = point != BootPoint.BootSector ? $"that {GoldenFiles.Words(point)}" : $"{(own is null ? "no table" : "a table")} of iPXE in memory";
            throw new VmException($"found {found}, expected a boot sector {expected}; hand a table over in a lab that boots a disk");
        }

        if (Place == TableDelivery.LowMemory)
        {
            using var memory = File.Open(memoryFile, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            var room = new byte[Room];
            Table.CopyTo(room);
            memory.Position = (long)own!.Address;
            memory.Write(room);
        }
    }
}
