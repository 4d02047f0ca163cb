using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Labs.Files;
using BootLab.Machine;

namespace BootLab.Labs.Sweeping;

/// <summary>Makes the table of a case from a producer's table: other NICs, other orders, other index bytes, fewer addresses, everything else as the producer would have it.</summary>
public static class TableVariation
{
    private static readonly MatrixDimension[] s_dimensions =
        [MatrixDimension.Listed, MatrixDimension.NicOrder, MatrixDimension.MemoryOrder, MatrixDimension.Index, MatrixDimension.ZeroIp];

    /// <summary>The table of a case.</summary>
    /// <param name="table">The producer's table.</param>
    /// <param name="layout">The producer's layout. It is taken for as many NICs as are wanted, as if its author had made room.</param>
    /// <param name="machine">The machine, whose NICs the values name.</param>
    /// <param name="one">The case.</param>
    /// <exception cref="LayoutException">It does not fit.</exception>
    public static IbftTable Apply(IbftTable table, TableLayout layout, MachineSpec machine, MatrixCase one)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(one);
        if (s_dimensions.All(dimension => Value(dimension) == MatrixWords.AsIs))
        {
            return table;
        }

        var content = IbftContent.From(table);
        var listed = Ordered(Listed(table, content, machine, Value(MatrixDimension.Listed)), Value(MatrixDimension.NicOrder), machine);
        var indexes = Indexes(listed.Count, Value(MatrixDimension.Index), layout.Index);
        var inMemory = Ordered(listed, Value(MatrixDimension.MemoryOrder), machine);
        var zeroed = Value(MatrixDimension.ZeroIp) is var names && names == MatrixWords.AsIs ? [] : MatrixWords.Nics(names);
        var placed = (layout with { MaximumPairs = Math.Max(layout.MaximumPairs, listed.Count) }).Place(content with
        {
            ControlPairs = layout.ExpansionOrder == ExpansionOrder.Pairs && table.Control.Expansion.Length > 0 ? 2 + (table.Control.Expansion.Length / 2) : 0,
            Nics = [.. inMemory.Select(nic => zeroed.Contains(nic.Name) ? WithoutAddresses(nic.Content) : nic.Content)],
            Targets = [.. content.Targets.Select(target => target with { NicAssociation = Association(target.NicAssociation) })],
        });

        // So far the structures stand in the order of memory, and control names them in that order.
        var structures = listed.Select((nic, position) => placed.Nics[inMemory.IndexOf(nic)] with { Index = indexes[position] }).ToList();
        var fields = placed.Nics.Zip(structures).ToDictionary(pair => (ushort)pair.First.Offset, pair => (ushort)pair.Second.Offset);
        return WithChecksum(placed with
        {
            Nics = [.. structures],
            Control = placed.Control with
            {
                Nic0 = Field(placed.Control.Nic0),
                Nic1 = Field(placed.Control.Nic1),
                Expansion = [.. placed.Control.Expansion.Select(Field)],
            },
        });

        string Value(MatrixDimension dimension) => one[dimension] ?? MatrixWords.AsIs;

        ushort Field(ushort offset) => fields.GetValueOrDefault(offset, offset);

        // A target follows its NIC; that of a NIC which is not listed any more is left as it was.
        byte Association(byte index)
        {
            var position = listed.FindIndex(nic => nic.Index == index);
            return position < 0 ? index : indexes[position];
        }
    }

    private static List<Nic> Listed(IbftTable table, IbftContent content, MachineSpec machine, string value)
    {
        var own = table.Nics.Zip(content.Nics, (nic, says) => new Nic(NameOf(nic, machine), says, nic.Index)).ToList();
        if (value == MatrixWords.AsIs)
        {
            return own;
        }

        var names = MatrixWords.Nics(value);
        var added = machine.NicsInPciOrder.Where(nic => names.Contains(nic.Name) && own.All(known => known.Name != nic.Name))
            .Select(nic => new Nic(nic.Name, new NicContent { Flags = IbftFlags.Valid, MacAddress = nic.Mac, PciBdf = nic.Pci.Bdf }, index: null));
        return [.. own.Where(nic => names.Contains(nic.Name)), .. added];
    }

    private static List<Nic> Ordered(List<Nic> nics, string value, MachineSpec machine)
    {
        switch (value)
        {
            case MatrixWords.AsIs:
                return nics;
            case MatrixWords.Reversed:
                return [.. Enumerable.Reverse(nics)];
            default:
                var names = (value == MatrixWords.Pci ? machine.NicsInPciOrder.Select(nic => nic.Name) : MatrixWords.Nics(value)).ToList();
                return [.. nics.OrderBy(nic => names.IndexOf(nic.Name) is var place && place < 0 ? names.Count : place)];
        }
    }

    private static byte[] Indexes(int count, string value, IndexPolicy policy) => [.. Enumerable.Range(0, count).Select(position => (byte)(value switch
    {
        MatrixWords.Dense => position,
        MatrixWords.Zero => 0,
        MatrixWords.Reversed => count - 1 - position,
        _ => policy == IndexPolicy.Dense ? position : 0,
    }))];

    private static NicContent WithoutAddresses(NicContent nic) => nic with
    {
        IpAddress = default,
        SubnetMaskPrefix = 0,
        Origin = PrefixOrigin.Other,
        Gateway = default,
        PrimaryDns = default,
        SecondaryDns = default,
        DhcpServer = default,
    };

    private static IbftTable WithChecksum(IbftTable table) =>
        table with { Header = table.Header with { Checksum = IbftChecksum.Expected(IbftWriter.Write(table)) } };

    private static string NameOf(IbftNic nic, MachineSpec machine) => machine.Nics.FirstOrDefault(spec => spec.Mac.Equals(nic.MacAddress))?.Name ?? "";

    /// <summary>A NIC on its way into the table. Compared by reference: EDK2 lists one NIC several times.</summary>
    private sealed class Nic(string name, NicContent content, byte? index)
    {
        public string Name => name;

        public NicContent Content => content;

        /// <summary>The index byte that the producer gave it; null when it did not list it.</summary>
        public byte? Index => index;
    }
}
