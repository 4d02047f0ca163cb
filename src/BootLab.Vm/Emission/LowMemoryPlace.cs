namespace BootLab.Vm.Emission;

/// <summary>
/// Where a table put there before the machine starts is still there when an operating system looks. Observed with QEMU 7.2, pc and q35, SeaBIOS 1.16.2, Linux 6.1:
/// tables at 0x90000, 0x98000, 0x9a000, 0x9f000 and 0x9f800 were found, those at 0x80000 to 0x8ff00, 0x9fc00, 0xc8000 and 0xd0000 were gone.
/// </summary>
public static class LowMemoryPlace
{
    private const uint Start = 0x90000;

    /// <summary>Where an EBDA of 1 KiB begins.</summary>
    private const uint End = 0x9fc00;

    /// <summary>A real iPXE takes base memory from here on; a table below survives it.</summary>
    private const uint BootProgram = 0x9c400;

    // Each reason ends where the next begins.
    private static readonly (uint End, string Reason)[] s_lost =
    [
        (0x80000, "operating systems look from 0x80000 on"),
        (Start, "SeaBIOS uses that memory before the system starts"),
        (End, "the EBDA begins at 0x9fc00"),
        (0xa0000, "the EBDA is there"),
        (0xc0000, "video memory is there"),
        (0xe0000, "firmware copies option ROMs there"),
        (0x100000, "the BIOS is there"),
        (uint.MaxValue, "operating systems look below 1 MiB only"),
    ];

    /// <summary>The usual place for a table of this size: 0x9a000, or 0x90000 for one that would not end below what a boot program takes.</summary>
    public static uint For(int size) => 0x9a000 + size <= BootProgram ? 0x9a000 : Start;

    /// <summary>Why a table does not survive at an address, or is not found there; null when nothing is known against it.</summary>
    public static string? Objection(uint address, int size)
    {
        if (address % 16 != 0)
        {
            return $"found the address 0x{address:x}, expected a multiple of 16, as operating systems look at these only";
        }

        var end = address + (ulong)size;
        return address >= Start && end <= End
            ? null
            : $"found {size} bytes at 0x{address:x}, expected a place between 0x{Start:x} and 0x{End:x}: {s_lost.First(area => address < area.End).Reason}";
    }

    /// <summary>Whether a boot program such as iPXE would take the memory that a table is in.</summary>
    public static bool IsInReachOfBootPrograms(uint address, int size) => address + (ulong)size > BootProgram;
}
