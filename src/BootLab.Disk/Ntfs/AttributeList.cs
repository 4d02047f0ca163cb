using System.Buffers.Binary;

namespace BootLab.Disk.Ntfs;

/// <summary>An entry of the list of a file whose attributes fill more than one record.</summary>
/// <param name="Type">The attribute's type.</param>
/// <param name="IsNamed">Whether the attribute has a name.</param>
/// <param name="LowestVcn">First cluster that the part places.</param>
/// <param name="Record">The record that the part stands in.</param>
internal readonly record struct AttributeListEntry(AttributeType Type, bool IsNamed, long LowestVcn, MftReference Record)
{
    private const int Size = 26;

    /// <summary>Windows keeps such lists below this.</summary>
    private const long LargestList = 256 << 10;

    /// <summary>Reads the list of a file.</summary>
    /// <exception cref="NtfsFormatException">It is malformed or too long.</exception>
    public static List<AttributeListEntry> Read(VolumeBytes volume, NtfsAttribute list)
    {
        if (list.DataSize is < 0 or > LargestList)
        {
            throw new NtfsFormatException(list.Offset, $"found an attribute list of {list.DataSize} bytes, expected at most {LargestList}");
        }

        var bytes = AttributeValue.Gather(volume, [list], list).ReadAll();
        var entries = new List<AttributeListEntry>();
        for (var at = 0; at < bytes.Length;)
        {
            var entry = bytes.AsSpan(at);
            var length = entry.Length >= Size ? BinaryPrimitives.ReadUInt16LittleEndian(entry[4..]) : 0;
            if (length < Size || length > entry.Length)
            {
                throw new NtfsFormatException(list.Offset, $"found an entry of {length} bytes at {at} of the attribute list, expected {Size} to the {entry.Length} left");
            }

            entries.Add(new AttributeListEntry(
                (AttributeType)BinaryPrimitives.ReadInt32LittleEndian(entry),
                IsNamed: entry[6] != 0,
                BinaryPrimitives.ReadInt64LittleEndian(entry[8..]),
                MftReference.FromUInt64(BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]))));
            at += length;
        }

        return entries;
    }
}
