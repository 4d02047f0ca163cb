using BootLab.Ibft.Layouts;

namespace BootLab.Ibft.Generation;

/// <summary>
/// Random tables, a quarter of them valid, the others with one to three changes each, so that every check of a reader is met. A table depends on the seed and its number alone.
/// </summary>
public static class TableGenerator
{
    private const int MostPairs = 5;

    // One valid table in so many has names of thousands of bytes.
    private const int LongNameRarity = 60;

    private static readonly TableLayout[] s_layouts =
    [
        TableLayouts.Ipxe2017, TableLayouts.Ipxe2017, TableLayouts.Edk2, TableLayouts.BootLab, TableLayouts.IbftPl, TableLayouts.Uroot, TableLayouts.Ipxe2010, TableLayouts.Gpxe100,
    ];

    /// <summary>The first tables of a seed.</summary>
    public static IEnumerable<GeneratedTable> Many(int seed, int count) => Enumerable.Range(0, count).Select(number => One(seed, number));

    /// <summary>One table of a seed.</summary>
    public static GeneratedTable One(int seed, int number)
    {
        var random = new Random(Mix(seed, number));
        var layout = s_layouts[random.Next(s_layouts.Length)];
        var table = Valid(random, ref layout);
        if (random.Next(4) == 0)
        {
            return new GeneratedTable(number, table, table, layout.Name, [], IsSummed: true);
        }

        var mutator = new TableMutator(random, table);
        for (var changes = 1 + (random.Next(10) / 6) + (random.Next(10) / 8); changes > 0; changes--)
        {
            mutator.Change();
        }

        var isSummed = !mutator.BreaksChecksum && random.Next(16) > 0;
        if (isSummed)
        {
            FixChecksum(mutator.Bytes);
        }

        return new GeneratedTable(number, mutator.Bytes, table, layout.Name, mutator.Words, isSummed);
    }

    /// <summary>Puts the checksum right over the bytes that the header's length covers, as far as there are any.</summary>
    public static void FixChecksum(Span<byte> table)
    {
        if (table.Length > IbftOffsets.Header.Checksum)
        {
            var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(table[IbftOffsets.Header.Length..]);
            var covered = length > IbftOffsets.Header.Checksum && length < table.Length ? table[..(int)length] : table;
            IbftChecksum.Fix(covered);
        }
    }

    private static byte[] Valid(Random random, ref TableLayout layout)
    {
        var content = new RandomContent(random).Next(random.Next(1, MostPairs + 1));
        if (random.Next(LongNameRarity) == 0 && content.Initiator is { } initiator)
        {
            var name = new byte[random.Next(2) == 0 ? random.Next(4080, 4100) : random.Next(8000)];
            name.AsSpan().Fill((byte)'n');
            (content, layout) = (content with { Initiator = initiator with { Name = new ByteString(name) } }, TableLayouts.Ipxe2017);
        }

        var most = layout.MaximumPairs;
        content = content with { Nics = [.. content.Nics.Take(most)], Targets = [.. content.Targets.Take(most)] };
        try
        {
            return IbftWriter.Write(layout.Place(content));
        }
        catch (LayoutException)
        {
            layout = TableLayouts.Ipxe2017;
            return IbftWriter.Write(layout.Place(content));
        }
    }

    // The generator of Random gives similar numbers for similar seeds.
    private static int Mix(int seed, int number)
    {
        var value = ((ulong)(uint)seed << 32) | (uint)number;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return (int)(value ^ (value >> 31));
    }
}
