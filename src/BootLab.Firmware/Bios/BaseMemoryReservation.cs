namespace BootLab.Firmware.Bios;

/// <summary>The top of base memory, taken by a boot program: INT 12h tells less, and E820 no longer mentions what was taken.</summary>
public sealed class BaseMemoryReservation
{
    private readonly LowMemory _memory;
    private readonly MemoryMap _mapBefore;
    private readonly RomBuild _build;

    private BaseMemoryReservation(LowMemory memory, RomBuild build, uint start, uint end)
    {
        (_memory, _mapBefore, _build, Start, End) = (memory, memory.E820, build, start, end);
    }

    /// <summary>The first byte taken.</summary>
    public uint Start { get; }

    /// <summary>The byte after the last one taken.</summary>
    public uint End { get; }

    /// <summary>Where the table goes.</summary>
    public uint TableAddress => Start + (uint)_build.TableOffset;

    /// <summary>The most bytes that a table can have here.</summary>
    public int TableRoom => (int)(End - TableAddress);

    /// <summary>Takes what the build needs.</summary>
    /// <param name="memory">The machine's memory.</param>
    /// <param name="build">The boot program.</param>
    /// <param name="tableSize">Bytes of the table, for a build that takes no fixed amount.</param>
    /// <param name="hide">
    /// Whether E820 stops mentioning everything from the memory taken to 640 KiB, as iPXE has it; it leaves the map alone when an UNDI driver was loaded unsafely.
    /// </param>
    /// <exception cref="InvalidOperationException">There is not so much base memory.</exception>
    public static BaseMemoryReservation Take(LowMemory memory, RomBuild build, int tableSize = 0, bool hide = true)
    {
        var kib = build.ReservedKiB ?? (tableSize + 1023) / 1024;
        if (kib > memory.BaseMemoryKiB)
        {
            throw new InvalidOperationException($"{build.Name} needs {kib} KiB of base memory, but only {memory.BaseMemoryKiB} KiB are left");
        }

        var end = memory.BaseMemoryKiB * 1024u;
        var reservation = new BaseMemoryReservation(memory, build, end - ((uint)kib * 1024u), end);
        memory.BaseMemoryKiB -= (ushort)kib;
        if (hide)
        {
            memory.E820 = memory.E820.Hide(reservation.Start, LowMemory.BaseMemoryEnd);
        }

        return reservation;
    }

    /// <summary>Writes the table and returns its physical address.</summary>
    /// <exception cref="ArgumentException">There is not so much room.</exception>
    public uint Place(ReadOnlySpan<byte> table)
    {
        if (table.Length > TableRoom)
        {
            throw new ArgumentException($"a table of {table.Length} bytes, but {_build.Name} has room for {TableRoom}", nameof(table));
        }

        Clear();
        _memory.Bytes.Write(TableAddress, table);
        return TableAddress;
    }

    /// <summary>Removes the table.</summary>
    public void Clear() => _memory.Bytes.Clear(TableAddress, TableRoom);

    /// <summary>Gives the memory back, as a boot program does that leaves no interrupt hooked. What stands in it stays.</summary>
    public void Release()
    {
        _memory.BaseMemoryKiB = (ushort)(End / 1024);
        _memory.E820 = _mapBefore;
    }
}
