using BootLab.Firmware.Scanning;
using BootLab.Machine;
using BootLab.Rom;

namespace BootLab.Vm.Capture;

/// <summary>The table in the memory of a guest that stands still.</summary>
internal static class TableLeft
{
    /// <summary>The table that a boot program left; null when there is none.</summary>
    public static TableInMemory? Find(string memoryFile, FirmwareKind firmware) => firmware == FirmwareKind.Uefi ? AmongAcpiTables(memoryFile) : InLowMemory(memoryFile);

    /// <summary>The table that an operating system would find: the first valid one between 512 KiB and 1 MiB (iBFT 1.4.3.1).</summary>
    private static TableInMemory? InLowMemory(string memoryFile)
    {
        const int lowMemory = 1 << 20;
        var memory = new byte[lowMemory];
        using (var file = File.Open(memoryFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            file.ReadExactly(memory);
        }

        return TableScanner.Scan(memory, window: ScanWindow.Specification).FirstOrDefault(hit => hit.ChecksumIsRight) is { } hit
            ? new TableInMemory((ulong)hit.Address, memory[(int)hit.Address..(int)(hit.Address + hit.Length)])
            : null;
    }

    /// <summary>The table that iPXE had UEFI install, on pages of its own; other copies of it in memory are its builder's.</summary>
    private static TableInMemory? AmongAcpiTables(string memoryFile)
    {
        const int pageSize = 4096;
        if (TableScanner.ScanFile(memoryFile).LastOrDefault(hit => hit.ChecksumIsRight && hit.Address % pageSize == 0) is not { } hit)
        {
            return null;
        }

        using var memory = File.Open(memoryFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[hit.Length];
        memory.Position = hit.Address;
        memory.ReadExactly(bytes);
        return new TableInMemory((ulong)hit.Address, bytes);
    }
}
