using BootLab.Rom;

namespace BootLab.Vm.Capture;

/// <summary>A table that no iPXE writes, for a system that iPXE boots: it replaces iPXE's own in place when the boot sector is about to be entered. INT13 stays iPXE's.</summary>
/// <param name="Table">The table's bytes, broken ones included.</param>
/// <param name="Until">What the console says at the end; null when the guest ends by itself.</param>
public sealed record HandOver(ReadOnlyMemory<byte> Table, string? Until)
{
    /// <summary>The room that iPXE has for its table in base memory on a BIOS, in bytes (XBFTAB_SIZE).</summary>
    public const int Room = 768;

    /// <summary>Whether there is room for the table.</summary>
    /// <exception cref="VmException">There is not.</exception>
    internal void CheckRoom()
    {
        if (Table.Length > Room)
        {
            throw new VmException($"found a table of {Table.Length} bytes, expected at most {Room}, the room of iPXE's own; leave out NICs or targets, or shorten names");
        }
    }

    /// <summary>Writes the table into the memory of a guest that stands still.</summary>
    /// <exception cref="VmException">There is nothing to replace.</exception>
    internal void Write(string memoryFile, BootPoint point, TableInMemory? own)
    {
        if (point != BootPoint.BootSector || own is null)
        {
            throw new VmException($"found {(own is null ? "no table of iPXE in memory" : $"that {GoldenFiles.Words(point)}")}, expected a boot sector with iPXE's table in memory; hand a table over in a lab that boots a disk");
        }

        using var memory = File.Open(memoryFile, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var room = new byte[Room];
        Table.CopyTo(room);
        memory.Position = (long)own.Address;
        memory.Write(room);
    }
}
