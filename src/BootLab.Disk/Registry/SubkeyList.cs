using System.Buffers.Binary;

namespace BootLab.Disk.Registry;

/// <summary>Lists of subkeys: li (offsets), lf and lh (offsets with a hint or a hash of the name), and ri, a list of such lists.</summary>
internal static class SubkeyList
{
    /// <summary>Bytes before the first element.</summary>
    public const int HeaderSize = 4;

    /// <summary>The cells of the subkeys in their order. Hints and hashes only speed Windows up, and are not looked at.</summary>
    /// <param name="cells">The hive.</param>
    /// <param name="list">Cell of the list.</param>
    /// <param name="expected">How many subkeys the key says that it has.</param>
    public static List<uint> Read(HiveCells cells, uint list, uint expected)
    {
        var found = new HashSet<uint>();
        var keys = new List<uint>();
        var content = cells.At(list, HeaderSize, "a list of subkeys");
        if (content.StartsWith("ri"u8))
        {
            var count = Count(cells, list, sizeof(uint));
            for (var i = 0; i < count; i++)
            {
                AddLeaf(BinaryPrimitives.ReadUInt32LittleEndian(content[(HeaderSize + (i * sizeof(uint)))..]));
            }
        }
        else
        {
            AddLeaf(list);
        }

        return keys.Count == expected ? keys : throw HiveCells.Error(list, $"found a list of {keys.Count} subkeys, expected {expected} as the key says");

        void AddLeaf(uint leaf)
        {
            var elements = cells.At(leaf, HeaderSize, "a list of subkeys");
            var size = elements.StartsWith("lf"u8) || elements.StartsWith("lh"u8) ? 2 * sizeof(uint)
                : elements.StartsWith("li"u8) ? sizeof(uint)
                : throw HiveCells.Error(leaf, $"found the bytes {Convert.ToHexStringLower(elements[..2])}, expected a list of subkeys (lf, lh or li)");
            var count = Count(cells, leaf, size);
            for (var i = 0; i < count; i++)
            {
                var key = BinaryPrimitives.ReadUInt32LittleEndian(elements[(HeaderSize + (i * size))..]);
                if (!found.Add(key) || found.Count > expected)
                {
                    var wrong = found.Count > expected ? $"more than the {expected} subkeys that the key says" : $"the subkey at 0x{key:x} a second time";
                    throw HiveFormatException.At(HiveCells.FileOffset(leaf) + HeaderSize + (i * size), $"found {wrong}, expected each once");
                }

                keys.Add(key);
            }
        }
    }

    private static int Count(HiveCells cells, uint list, int elementSize)
    {
        var content = cells.At(list, HeaderSize, "a list of subkeys");
        var count = BinaryPrimitives.ReadUInt16LittleEndian(content[2..]);
        return count * elementSize <= content.Length - HeaderSize
            ? count
            : throw HiveCells.Error(list, $"found a list of {count} elements, expected at most {(content.Length - HeaderSize) / elementSize}, as its cell has");
    }
}
