using System.Buffers.Binary;
using BootLab.Firmware;
using BootLab.Firmware.Bios;
using BootLab.Machine;
using BootLab.Os;

namespace BootLab.Report.Accounts;

/// <summary>What a BIOS says of itself in its data area.</summary>
/// <param name="Disks">The disks that it counts (40:75), the boot program's among them.</param>
/// <param name="BaseMemoryKiB">Base memory that is free (40:13).</param>
public sealed record BiosData(byte Disks, ushort BaseMemoryKiB)
{
    /// <summary>The end of the data area.</summary>
    public const int End = 0x500;

    private const int DisksField = 0x475;
    private const int BaseMemoryField = 0x413;

    /// <summary>That of a memory; null where there is no BIOS.</summary>
    public static BiosData? Of(BootMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        return memory.Firmware == FirmwareKind.Bios && memory.Bytes.Size >= LowMemory.BaseMemoryEnd ? Of(memory.Bytes.Read(0, End)) : null;
    }

    /// <summary>That of the first <see cref="End"/> bytes of memory.</summary>
    public static BiosData Of(ReadOnlySpan<byte> memory) => new(memory[DisksField], BinaryPrimitives.ReadUInt16LittleEndian(memory[BaseMemoryField..]));

    internal void WriteTo(PhysicalMemory memory)
    {
        memory.WriteByte(DisksField, Disks);
        memory.WriteUInt16(BaseMemoryField, BaseMemoryKiB);
    }
}
