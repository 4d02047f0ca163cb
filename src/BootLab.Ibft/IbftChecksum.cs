namespace BootLab.Ibft;

/// <summary>The checksum of ACPI tables: all bytes of a table sum to 0 modulo 256.</summary>
public static class IbftChecksum
{
    /// <summary>The sum of all bytes modulo 256; 0 for a table whose checksum is right.</summary>
    public static byte Sum(ReadOnlySpan<byte> table)
    {
        var sum = 0;
        foreach (var value in table)
        {
            sum += value;
        }

        return (byte)sum;
    }

    /// <summary>The checksum byte that makes <see cref="Sum"/> 0. The table must hold at least a header.</summary>
    public static byte Expected(ReadOnlySpan<byte> table) => (byte)(table[IbftOffsets.Header.Checksum] - Sum(table));

    /// <summary>Writes the right checksum into a table.</summary>
    public static void Fix(Span<byte> table) => table[IbftOffsets.Header.Checksum] = Expected(table);
}
