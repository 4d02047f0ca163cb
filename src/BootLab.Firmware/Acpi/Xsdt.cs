using System.Buffers.Binary;

namespace BootLab.Firmware.Acpi;

/// <summary>The extended system description table: 64-bit pointers (ACPI 6.5, 5.2.8).</summary>
internal static class Xsdt
{
    public static byte[] Build(AcpiIdentifiers identifiers, IReadOnlyList<ulong> tables)
    {
        var bytes = new byte[AcpiHeader.Size + (sizeof(ulong) * tables.Count)];
        for (var i = 0; i < tables.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(AcpiHeader.Size + (sizeof(ulong) * i)), tables[i]);
        }

        AcpiHeader.Write(bytes, "XSDT", identifiers);
        return bytes;
    }

    public static IEnumerable<ulong> Read(byte[] table) => Enumerable
        .Range(0, (table.Length - AcpiHeader.Size) / sizeof(ulong))
        .Select(i => BinaryPrimitives.ReadUInt64LittleEndian(table.AsSpan(AcpiHeader.Size + (sizeof(ulong) * i))));
}
