namespace BootLab.Disk.Partitions;

/// <summary>The CRC-32 of GUID partition tables (UEFI 2.10, 4.2: polynomial 04C11DB7h, reflected).</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Step)];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint Step(int value)
    {
        const uint ReflectedPolynomial = 0xedb88320;
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ ReflectedPolynomial;
        }

        return crc;
    }
}
