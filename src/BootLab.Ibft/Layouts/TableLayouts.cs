namespace BootLab.Ibft.Layouts;

/// <summary>The layouts of known producers.</summary>
public static class TableLayouts
{
    /// <summary>
    /// gPXE 1.0.0: 720 bytes whatever is in them; control 0x30, initiator 0x50, the one NIC 0xa0, the one target 0x110, strings from 0x146.
    /// A second boot attempt there leaves stale bytes behind (it refills a static table without clearing it); this layout gives the table of a first attempt.
    /// </summary>
    public static TableLayout Gpxe100 { get; } = new()
    {
        Name = "gPXE 1.0.0",
        StructureAlignment = 16,
        HeapAlignment = 1,
        StructureOrder = StructureOrder.NicsThenTargets,
        ReservedPairs = 1,
        MaximumPairs = 1,
        HeapOrder = HeapOrder.HostNamesFirst,
        FixedLength = 720,
        Index = IndexPolicy.AlwaysZero,
    };

    /// <summary>iPXE from 2010-09-14 to 2017-03-27: as gPXE, but 768 bytes.</summary>
    public static TableLayout Ipxe2010 { get; } = Gpxe100 with { Name = "iPXE 2010 to 2017", FixedLength = 768 };

    /// <summary>
    /// iPXE since 2017-03-28: room for two pairs at least; NICs from 0xa0 in steps of 0x70, then targets in steps of 0x40, then strings; the length is exact.
    /// With one or two targets these start at 0x180 and the strings at 0x200; with three at 0x1f0 and 0x2b0.
    /// </summary>
    public static TableLayout Ipxe2017 { get; } = new()
    {
        Name = "iPXE since 2017",
        StructureAlignment = 16,
        HeapAlignment = 16,
        StructureOrder = StructureOrder.NicsThenTargets,
        ReservedPairs = 2,
    };

    /// <summary>
    /// EDK2: 2048 bytes, initiator 0x48, then 104 + 56 bytes for each pair of NIC and target from 0x98, strings downwards from the end.
    /// EDK2 itself does not notice when strings reach the structures; this layout refuses.
    /// </summary>
    public static TableLayout Edk2 { get; } = new()
    {
        Name = "EDK2",
        StructureAlignment = 8,
        HeapAlignment = 1,
        StructureOrder = StructureOrder.Interleaved,
        HeapPlace = HeapPlace.DownFromEnd,
        FixedLength = 2048,
    };

    /// <summary>BootLab's own: nothing reserved, structures in memory exactly in the order of the control fields, exact length.</summary>
    public static TableLayout BootLab { get; } = new()
    {
        Name = "bootlab",
        StructureAlignment = 16,
        HeapAlignment = 16,
        StructureOrder = StructureOrder.Interleaved,
    };

    /// <summary>u-root: one NIC at 0x98, one target at 0x100, strings from 0x138; the layout that most hand-made tables have.</summary>
    public static TableLayout Uroot { get; } = new()
    {
        Name = "u-root",
        StructureAlignment = 8,
        HeapAlignment = 8,
        StructureOrder = StructureOrder.NicsThenTargets,
        MaximumPairs = 1,
        Index = IndexPolicy.AlwaysZero,
    };

    /// <summary>dracut's test generator ibft.pl: all NICs, then all targets; the expansion holds the further NICs, then the further targets.</summary>
    public static TableLayout IbftPl { get; } = new()
    {
        Name = "ibft.pl",
        StructureAlignment = 8,
        HeapAlignment = 8,
        StructureOrder = StructureOrder.NicsThenTargets,
        ExpansionOrder = ExpansionOrder.NicsThenTargets,
    };
}
