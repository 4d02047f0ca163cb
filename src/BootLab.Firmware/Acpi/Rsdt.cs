using System.Buffers.Binary;

namespace BootLab.Firmware.Acpi;

/// <summary>The root system description table: 32-bit pointers (ACPI 6.5, 5.2.7).</summary>
internal static class Rsdt
{
    public static byte[] Build(AcpiIdentifiers identifiers, IReadOnlyList<ulong> tables)
    {
        var bytes = new byte[AcpiHeader.Size + (sizeof(uint) * tables.Count)];
        for (var i = 0; i < tables.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(AcpiHeader.Size + (sizeof(uint) * i)), (uint)tables[i]);
        }

        AcpiHeader.Write(bytes, "RSDT", identifiers);
        return bytes;
    }

    public static IEnumerable<ulong> Read(byte[] table) => Enumerable
        .Range(0, (table.Length - AcpiHeader.Size) / sizeof(uint))
        .Select(i => (ulong)BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(AcpiHeader.Size + (sizeof(uint) * i))));
}
