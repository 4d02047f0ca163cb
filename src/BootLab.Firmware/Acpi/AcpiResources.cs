using System.Buffers.Binary;

namespace BootLab.Firmware.Acpi;

/// <summary>Resource descriptors of a host bridge (ACPI 6.5, 6.4).</summary>
internal static class AcpiResources
{
    private const byte MinimumAndMaximumFixed = 0x0c;

    /// <summary>Ends a list; a checksum of 0 is taken for right.</summary>
    public static byte[] End => [0x79, 0];

    public static byte[] Buses(int first, int last) => Word(kind: 2, flags: 0, first, last);

    /// <summary>Ports that the bridge passes on.</summary>
    public static byte[] Ports(int first, int last) => Word(kind: 1, flags: 3, first, last);

    /// <summary>Ports that the bridge itself has.</summary>
    public static byte[] OwnPorts(ushort first, byte count)
    {
        var bytes = new byte[] { 0x47, 1, 0, 0, 0, 0, 1, count };
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), first);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), first);
        return bytes;
    }

    /// <summary>Memory that the bridge passes on.</summary>
    public static byte[] Memory(uint first, uint last)
    {
        const byte ReadWrite = 1;
        var bytes = new byte[26];
        bytes[0] = 0x87;
        bytes[1] = 23;
        bytes[4] = MinimumAndMaximumFixed;
        bytes[5] = ReadWrite;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(10), first);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(14), last);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(22), last - first + 1);
        return bytes;
    }

    private static byte[] Word(byte kind, byte flags, int first, int last)
    {
        var bytes = new byte[16];
        bytes[0] = 0x88;
        bytes[1] = 13;
        bytes[3] = kind;
        bytes[4] = MinimumAndMaximumFixed;
        bytes[5] = flags;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)first);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), (ushort)last);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(14), (ushort)(last - first + 1));
        return bytes;
    }
}
