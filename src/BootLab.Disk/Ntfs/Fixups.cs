using System.Buffers.Binary;

namespace BootLab.Disk.Ntfs;

/// <summary>
/// The update sequence of records that fill several sectors: on the disk the last two bytes of each 512 bytes are a number that changes with every write, and the bytes that
/// belong there stand in an array. A sector with another number was not written together with the others.
/// </summary>
internal static class Fixups
{
    private const int Stride = 512;
    private const int ArrayOffset = 4;
    private const int ArrayCount = 6;

    /// <summary>Checks the signature and the update sequence, and puts the bytes back.</summary>
    /// <exception cref="NtfsFormatException">Another signature, or a record torn while it was written.</exception>
    public static void Apply(Span<byte> block, ReadOnlySpan<byte> signature, long offset, string what)
    {
        if (!block.StartsWith(signature))
        {
            throw new NtfsFormatException(offset, $"found the signature {Convert.ToHexStringLower(block[..4])}, expected {what}");
        }

        var array = BinaryPrimitives.ReadUInt16LittleEndian(block[ArrayOffset..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(block[ArrayCount..]);
        var sectors = block.Length / Stride;
        if (count != sectors + 1 || array < ArrayCount + 2 || (array & 1) != 0 || array + (2 * count) > Stride - 2)
        {
            throw new NtfsFormatException(offset + ArrayOffset, $"found an update sequence of {count} numbers at {array}, expected {sectors + 1} in the first sector of {what}");
        }

        var number = block.Slice(array, 2);
        for (var sector = 0; sector < sectors; sector++)
        {
            var end = block.Slice(((sector + 1) * Stride) - 2, 2);
            if (!end.SequenceEqual(number))
            {
                throw new NtfsFormatException(offset + ((sector + 1) * Stride) - 2, $"found {Convert.ToHexStringLower(end)} at the end of a sector, expected {Convert.ToHexStringLower(number)}: {what} was torn while it was written");
            }

            block.Slice(array + 2 + (2 * sector), 2).CopyTo(end);
        }
    }
}
