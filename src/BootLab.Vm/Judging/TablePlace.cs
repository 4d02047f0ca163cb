using System.Buffers.Binary;
using BootLab.Ibft;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Judging;

/// <summary>
/// Where tables are in a guest's memory. Linux searches from 0x80000 on; SeaBIOS uses the beginning of that itself, and its EBDA starts at 0x9fc00 (both observed with SeaBIOS 1.16.2).
/// </summary>
internal static class TablePlace
{
    /// <summary>Where tables usually are.</summary>
    public const int Address = 0x9a000;

    /// <summary>Bytes that a guest keeps free for one table after another.</summary>
    public const int Room = 0x4000;

    private const int LowestAddress = 0x90000;
    private const int EndOfMemory = 0x9fc00;

    /// <summary>The largest table that low memory has room for.</summary>
    public const int LargestTable = EndOfMemory - LowestAddress;

    /// <summary>
    /// Whether only a kernel that boots with the table can judge it: one that has booted reads at the place it remembers, without searching for the signature, and holds no more than the room there.
    /// </summary>
    public static bool NeedsSearch(ReadOnlySpan<byte> table) =>
        !table.StartsWith("iBFT"u8) || table.Length > Room || table.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(table[IbftOffsets.Header.Length..]) > Room;

    /// <summary>Leaves room for tables: a table that the kernel finds at boot, remembers, and keeps its memory from others' use.</summary>
    public static void Reserve(QemuArguments arguments, RunFolder folder)
    {
        var bytes = new byte[Room];
        "iBFT"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(IbftOffsets.Header.Length), Room);
        Load(arguments, folder, bytes);
    }

    /// <summary>Puts a table into low memory.</summary>
    public static void Load(QemuArguments arguments, RunFolder folder, ReadOnlySpan<byte> table)
    {
        var address = table.Length <= EndOfMemory - Address ? Address : LowestAddress;
        arguments.LoadedFile(Write(folder, table), (uint)address);
    }

    /// <summary>Publishes a table by ACPI.</summary>
    public static void Publish(QemuArguments arguments, RunFolder folder, ReadOnlySpan<byte> table) => arguments.AcpiTable(Write(folder, table));

    private static string Write(RunFolder folder, ReadOnlySpan<byte> table)
    {
        var path = folder.PathTo("table.bin");
        File.WriteAllBytes(path, table);
        return path;
    }
}
