namespace BootLab.Firmware.FwCfg;

/// <summary>Where the firmware puts a file.</summary>
public enum LoaderZone : byte
{
    /// <summary>Anywhere below 4 GiB.</summary>
    High = 1,

    /// <summary>The segment from 0xf0000 on, where an operating system looks for the RSDP.</summary>
    FSegment = 2,
}

/// <summary>One command of a loader script (QEMU, hw/acpi/bios-linker-loader.c).</summary>
public abstract record LoaderCommand
{
    private LoaderCommand()
    {
    }

    /// <summary>Take memory for a file and copy it there.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Alignment">A power of two.</param>
    /// <param name="Zone">Where.</param>
    public sealed record Allocate(string File, uint Alignment, LoaderZone Zone) : LoaderCommand;

    /// <summary>Add the address of a file to a little-endian field of another, which holds an offset into the former before.</summary>
    /// <param name="File">The file with the field.</param>
    /// <param name="Target">The file that is pointed to.</param>
    /// <param name="Offset">Where the field is.</param>
    /// <param name="Size">Its bytes: 1, 2, 4 or 8.</param>
    public sealed record AddPointer(string File, string Target, uint Offset, byte Size) : LoaderCommand;

    /// <summary>Make the bytes of a range sum to 0.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Offset">The checksum byte.</param>
    /// <param name="Start">The range.</param>
    /// <param name="Length">Its bytes.</param>
    public sealed record AddChecksum(string File, uint Offset, uint Start, uint Length) : LoaderCommand;

    /// <summary>Write the address of a place in a file into a file that QEMU reads back.</summary>
    /// <param name="File">The file that QEMU reads.</param>
    /// <param name="Target">The file that is pointed to.</param>
    /// <param name="Offset">Where the address goes.</param>
    /// <param name="TargetOffset">The place pointed to.</param>
    /// <param name="Size">Bytes of the address.</param>
    public sealed record WritePointer(string File, string Target, uint Offset, uint TargetOffset, byte Size) : LoaderCommand;

    /// <summary>A command that is not known here; firmware passes over it.</summary>
    /// <param name="Command">Its number.</param>
    /// <param name="Body">What follows the number, 124 bytes.</param>
    public sealed record Unknown(uint Command, ReadOnlyMemory<byte> Body) : LoaderCommand;
}
