using System.Buffers.Binary;

namespace BootLab.Firmware.Acpi;

/// <summary>The firmware ACPI control structure: 64 bytes without checksum, 64-aligned (ACPI 6.5, 5.2.10).</summary>
internal static class Facs
{
    public const int Size = 64;

    public static byte[] Build()
    {
        var bytes = new byte[Size];
        "FACS"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Size);
        return bytes;
    }
}
