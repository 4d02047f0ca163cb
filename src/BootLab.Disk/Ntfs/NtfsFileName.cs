using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace BootLab.Disk.Ntfs;

/// <summary>A name of a file, with what the directory says of the file beside it.</summary>
/// <param name="Directory">The directory that the name stands in.</param>
/// <param name="Name">The name.</param>
/// <param name="Namespace">By whose rules it is made.</param>
/// <param name="Times">The file's times when the directory was last brought up to date; the file's own count.</param>
/// <param name="Length">Bytes of the unnamed stream, likewise.</param>
/// <param name="Attributes">Attributes, likewise.</param>
public sealed record NtfsFileName(MftReference Directory, string Name, NtfsNamespace Namespace, NtfsTimes Times, long Length, FileAttributes Attributes)
{
    internal const int Size = 66;

    private const int TimesOffset = 8;
    private const int LengthOffset = 48;
    private const int AttributesOffset = 56;
    private const int NameLengthOffset = 64;
    private const uint DirectoryFlag = 0x1000_0000;

    /// <summary>The characters of the name in a value that <see cref="IsWhole"/>.</summary>
    internal static ReadOnlySpan<char> Characters(ReadOnlySpan<byte> value) => MemoryMarshal.Cast<byte, char>(value.Slice(Size, 2 * value[NameLengthOffset]));

    internal static bool IsWhole(ReadOnlySpan<byte> value) => value.Length >= Size && value.Length >= Size + (2 * value[NameLengthOffset]);

    internal static NtfsFileName Read(ReadOnlySpan<byte> value, long offset)
    {
        if (!IsWhole(value))
        {
            throw new NtfsFormatException(offset, $"found a file name of {value.Length} bytes, expected {Size} and two for each character");
        }

        var flags = BinaryPrimitives.ReadUInt32LittleEndian(value[AttributesOffset..]);
        return new NtfsFileName(
            MftReference.FromUInt64(BinaryPrimitives.ReadUInt64LittleEndian(value)),
            new string(Characters(value)),
            (NtfsNamespace)value[NameLengthOffset + 1],
            NtfsTimes.Read(value[TimesOffset..]),
            BinaryPrimitives.ReadInt64LittleEndian(value[LengthOffset..]),
            ToAttributes(flags, isDirectory: (flags & DirectoryFlag) != 0));
    }

    // A directory is marked elsewhere than Windows shows it.
    internal static FileAttributes ToAttributes(uint flags, bool isDirectory) =>
        (FileAttributes)(flags & ~DirectoryFlag & ~(uint)FileAttributes.Directory) | (isDirectory ? FileAttributes.Directory : 0);
}
