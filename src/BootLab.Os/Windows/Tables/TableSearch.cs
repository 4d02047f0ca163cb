using System.Buffers.Binary;
using BootLab.Firmware;
using BootLab.Firmware.Bios;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Knowledge;
using BootLab.Os.Reading;

namespace BootLab.Os.Windows.Tables;

/// <summary>How Windows finds its table. The loader's own search is not published: what follows is where firmware that boots Windows puts tables, and for XP and 2003 the source of sanbootconf.</summary>
internal static class TableSearch
{
    // The specification's window; sanbootconf searched the same until it was widened to start at 0.
    private const uint WindowStart = 0x80000;
    private const uint Step = 16;

    /// <summary>Searches the memory.</summary>
    /// <param name="memory">What firmware and boot program left.</param>
    /// <param name="byDriver">Whether sanbootconf searches: low memory from 0 on, and no ACPI.</param>
    public static TableFinding Find(BootMemory memory, bool byDriver)
    {
        if (memory.Firmware == FirmwareKind.Uefi)
        {
            return byDriver ? new TableFinding(null, FactCatalogue.TableFound.As(Evidence.Source, "SBC-ACPI"), "sanbootconf looks in low memory alone, and a UEFI machine has no table there")
                : ByAcpi(memory) is { Table: null, Refused: null } missing && InLowMemory(memory.Bytes, 0, byDriver: false) is { } low ? missing with { Refused = low.Table?.Table ?? low.Refused }
                : ByAcpi(memory);
        }

        var inLowMemory = InLowMemory(memory.Bytes, byDriver ? 0 : WindowStart, byDriver);
        if (inLowMemory?.Table is { Address: { } lies } && !byDriver)
        {
            return AcpiLookup.First(memory, "iBFT") is { } second && !IsCopy(memory.Bytes, lies, second.Address, second.Length) ? inLowMemory with { Other = second.Address } : inLowMemory;
        }

        if (byDriver)
        {
            return inLowMemory ?? new TableFinding(null, FactCatalogue.TableFound.As(Evidence.Source, "SBC-ACPI"), "there is no table in low memory, where sanbootconf looks");
        }

        var listed = ByAcpi(memory);
        return listed.Table is null && inLowMemory is not null ? inLowMemory : listed;
    }

    private static TableFinding? InLowMemory(PhysicalMemory memory, uint start, bool byDriver)
    {
        TableFinding? refused = null;
        Span<byte> bytes = stackalloc byte[4096];
        foreach (var (first, last) in memory.WrittenRanges)
        {
            for (var place = first; place < Math.Min(last, LowMemory.BaseMemoryEnd); place += (uint)bytes.Length)
            {
                var page = bytes[..(int)Math.Min((uint)bytes.Length, Math.Min(memory.Size, LowMemory.BaseMemoryEnd) - place)];
                memory.Read(place, page);
                for (var at = page.IndexOf("iBFT"u8); at >= 0;)
                {
                    var finding = Judge(memory, place + (uint)at, start, byDriver);
                    if (finding.Table is not null)
                    {
                        return finding;
                    }

                    refused ??= finding;
                    var next = page[(at + 1)..].IndexOf("iBFT"u8);
                    at = next < 0 ? -1 : at + 1 + next;
                }
            }
        }

        return refused;
    }

    private static TableFinding Judge(PhysicalMemory memory, ulong address, uint start, bool byDriver)
    {
        var end = Math.Min(memory.Size, LowMemory.BaseMemoryEnd);
        WindowsFact Known(WindowsFact fact) => byDriver ? fact.As(Evidence.Source, "SBC-ACPI") : fact;
        if (address % Step != 0)
        {
            return new TableFinding(null, Known(FactCatalogue.Aligned), $"the table at 0x{address:x} in low memory is not at a multiple of {Step}: the search passes it by") { Refused = Unsearched(memory, address) };
        }

        if (end - address < IbftOffsets.MinimumTableSize)
        {
            return new TableFinding(null, Known(FactCatalogue.WholeTable), $"the table at 0x{address:x} does not fit below 0x{end:x}");
        }

        if (address < start)
        {
            return new TableFinding(null, FactCatalogue.LowMemory, $"the table at 0x{address:x} lies below 0x{start:x}: Windows is reported to behave as if there were none") { Refused = Unsearched(memory, address) };
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(memory.Read(address + IbftOffsets.Header.Length, sizeof(uint)));
        return length is < IbftOffsets.MinimumTableSize or > IbftOffsets.MaximumTableSize || length > end - address
            ? new TableFinding(null, Known(FactCatalogue.WholeTable), $"the table at 0x{address:x} says that it has {length} bytes: expected {IbftOffsets.MinimumTableSize} or more that end below 0x{end:x}")
            : Read(memory, address, (int)length, isByAcpi: false, Known(FactCatalogue.Checksum));
    }

    private static bool IsCopy(PhysicalMemory memory, ulong one, ulong other, uint length) =>
        one == other || (length <= IbftOffsets.MaximumTableSize && length <= memory.Size - one && memory.Read(one, (int)length).AsSpan().SequenceEqual(memory.Read(other, (int)length)));

    // What lies where the search does not look.
    private static IbftTable? Unsearched(PhysicalMemory memory, ulong address) =>
        IbftReader.ReadLenient(memory.Read(address, (int)Math.Min(IbftOffsets.MaximumTableSize, Math.Min(memory.Size, LowMemory.BaseMemoryEnd) - address))).Table;

    private static TableFinding ByAcpi(BootMemory memory)
    {
        if (AcpiLookup.First(memory, "iBFT") is not { } listed)
        {
            return AcpiLookup.First(memory, "IBFT") is { } other
                ? new TableFinding(null, FactCatalogue.Signature, $"ACPI lists a table at 0x{other.Address:x} whose signature is IBFT: no firmware that boots Windows writes it so") { Refused = IbftReader.ReadLenient(memory.Bytes.Read(other.Address, (int)Math.Min(other.Length, IbftOffsets.MaximumTableSize))).Table }
                : new TableFinding(null, FactCatalogue.TableFound, memory.Firmware == FirmwareKind.Uefi ? "ACPI lists no table, and nobody looks elsewhere on UEFI" : "there is no table, neither in low memory nor listed by ACPI");
        }

        return listed.Length is < IbftOffsets.MinimumTableSize or > IbftOffsets.MaximumTableSize
            ? new TableFinding(null, FactCatalogue.WholeTable, $"the table that ACPI lists has {listed.Length} bytes: expected {IbftOffsets.MinimumTableSize} to {IbftOffsets.MaximumTableSize}")
            : Read(memory.Bytes, listed.Address, (int)listed.Length, isByAcpi: true, FactCatalogue.Checksum);
    }

    private static TableFinding Read(PhysicalMemory memory, ulong address, int length, bool isByAcpi, WindowsFact checksum)
    {
        var bytes = memory.Read(address, length);
        var place = isByAcpi ? $"listed by ACPI, at 0x{address:x}" : $"in low memory at 0x{address:x}";
        var table = IbftReader.ReadLenient(bytes).Table;
        return IbftChecksum.Sum(bytes) != 0 ? new TableFinding(null, checksum, $"the bytes of the table {place} do not sum to 0: it is ignored") { Refused = table }
            : table is not null ? new TableFinding(new BootTable(address, isByAcpi, table), FactCatalogue.TableFound, $"the table is {place}, {length} bytes")
            : new TableFinding(null, FactCatalogue.WholeTable, $"nothing can be read of the table {place}");
    }
}
