namespace BootLab.Firmware.Acpi;

/// <summary>
/// The memory of a UEFI machine as far as ACPI goes: an RSDP, an RSDT and an XSDT in an ACPI region near the top of memory, and the tables that boot programs install there.
/// A table gets pages of its own; two producers can both install an iBFT, and both are listed.
/// </summary>
public sealed class AcpiMemory
{
    private const ulong PageSize = 4096;

    // Seen with OVMF edk2-stable202211 on QEMU's pc with 256 and 384 MiB; constants of that firmware, counted downwards from the top of memory.
    private const ulong RegionStartBelowTop = 0x893000;
    private const ulong RegionEndBelowTop = 0x881000;
    private const ulong FirstTableEndBelowTop = 0x889000;

    /// <summary>As many as the RSDT has room for before the XSDT begins.</summary>
    private const int MaximumTables = 20;

    private readonly AcpiIdentifiers _identifiers;
    private readonly ulong _rsdt;
    private readonly ulong _xsdt;
    private readonly List<(ulong Start, ulong End)> _tables = [];

    /// <summary>A machine that has just been powered on: no table is installed.</summary>
    /// <param name="memoryMiB">Installed memory, at least 32 MiB; what exceeds 3 GiB lies above 4 GiB and does not matter here.</param>
    /// <param name="identifiers">The ids of RSDT and XSDT.</param>
    public AcpiMemory(int memoryMiB, AcpiIdentifiers identifiers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(memoryMiB, 32);
        var top = (ulong)Math.Min(memoryMiB, 3072) << 20;
        _identifiers = identifiers;
        Bytes = new PhysicalMemory(top);
        Map = MapWithAcpiFrom(top - RegionStartBelowTop);
        RsdpAddress = AcpiRegion.End - PageSize + 0x14;
        _rsdt = AcpiRegion.End - (2 * PageSize) + 0x74;
        _xsdt = AcpiRegion.End - (2 * PageSize) + 0xe8;
        Bytes.Write(RsdpAddress, Rsdp.Build(identifiers.OemId, (uint)_rsdt, _xsdt));
        List();
    }

    /// <summary>The bytes.</summary>
    public PhysicalMemory Bytes { get; }

    /// <summary>The memory map; the ACPI region grows downwards when tables need more room.</summary>
    public MemoryMap Map { get; private set; }

    /// <summary>Where the RSDP is; UEFI hands the address over in its configuration table.</summary>
    public ulong RsdpAddress { get; }

    /// <summary>The region that holds the tables.</summary>
    public MemoryRegion AcpiRegion => Map.Regions[2];

    /// <summary>Installs a table on pages of its own, lists it in RSDT and XSDT and returns its physical address.</summary>
    /// <exception cref="ArgumentException">It has fewer bytes than an ACPI header or more than 64 KiB.</exception>
    /// <exception cref="InvalidOperationException">Twenty tables are installed already.</exception>
    public ulong Install(ReadOnlySpan<byte> table)
    {
        if (table.Length is < AcpiHeader.Size or > 0x10000)
        {
            throw new ArgumentException($"an ACPI table of {table.Length} bytes; expected {AcpiHeader.Size} to 65536", nameof(table));
        }

        if (_tables.Count == MaximumTables)
        {
            throw new InvalidOperationException($"{MaximumTables} ACPI tables are installed; uninstall one first");
        }

        var size = ((ulong)table.Length + PageSize - 1) / PageSize * PageSize;
        var end = HighestFreeEnd(size);
        var address = end - size;
        if (address < AcpiRegion.Start)
        {
            Map = MapWithAcpiFrom(address);
        }

        Bytes.Write(address, table);
        _tables.Add((address, end));
        List();
        return address;
    }

    /// <summary>Removes a table that <see cref="Install"/> put at this address.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public void Uninstall(ulong address)
    {
        var index = _tables.FindIndex(table => table.Start == address);
        if (index < 0)
        {
            throw new ArgumentException($"no table was installed at 0x{address:x}", nameof(address));
        }

        var (start, end) = _tables[index];
        Bytes.Clear(start, (int)(end - start));
        _tables.RemoveAt(index);
        List();
    }

    /// <summary>The tables that an operating system finds from the RSDP.</summary>
    public IReadOnlyList<AcpiTable> Tables() => AcpiWalk.Tables(Bytes, RsdpAddress);

    /// <summary>The end of the highest gap of this size between the tables that are installed.</summary>
    private ulong HighestFreeEnd(ulong size)
    {
        var end = Bytes.Size - FirstTableEndBelowTop;
        foreach (var table in _tables.OrderByDescending(table => table.Start).TakeWhile(table => end - table.End < size))
        {
            end = table.Start;
        }

        return end;
    }

    private MemoryMap MapWithAcpiFrom(ulong start) => new()
    {
        Regions =
        [
            new MemoryRegion(0, 0xa0000, MemoryRegionKind.Usable),
            new MemoryRegion(0x100000, start, MemoryRegionKind.Usable),
            new MemoryRegion(start, Bytes.Size - RegionEndBelowTop, MemoryRegionKind.AcpiReclaim),
            new MemoryRegion(Bytes.Size - RegionEndBelowTop, Bytes.Size, MemoryRegionKind.Usable),
        ],
    };

    private void List()
    {
        ulong[] addresses = [.. _tables.Select(table => table.Start)];
        Bytes.Write(_rsdt, Rsdt.Build(_identifiers, addresses));
        Bytes.Write(_xsdt, Xsdt.Build(_identifiers, addresses));
    }
}
