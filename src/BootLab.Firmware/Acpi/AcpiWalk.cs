using System.Text;
using BootLab.Ibft;

namespace BootLab.Firmware.Acpi;

/// <summary>Follows the pointers from an RSDP as an operating system does: the XSDT when there is one, else the RSDT (ACPI 6.5, 5.2.5 to 5.2.8).</summary>
public static class AcpiWalk
{
    /// <summary>A root table has no reason to be longer: half a million entries.</summary>
    private const uint MaximumLength = 4 << 20;

    /// <summary>The tables listed, in the order of the list. A table that is listed but does not lie in memory is left out, as Linux leaves it out.</summary>
    /// <exception cref="AcpiFormatException">The RSDP or the root table is missing or damaged.</exception>
    public static IReadOnlyList<AcpiTable> Tables(PhysicalMemory memory, ulong rsdpAddress)
    {
        if (!Fits(memory, rsdpAddress, Rsdp.Size))
        {
            throw new AcpiFormatException(rsdpAddress, $"an RSDP of {Rsdp.Size} bytes does not fit into memory of 0x{memory.Size:x} bytes");
        }

        var (rsdt, xsdt) = Rsdp.Read(memory.Read(rsdpAddress, Rsdp.Size), rsdpAddress);
        var entries = xsdt != 0 ? Xsdt.Read(ReadRoot(memory, xsdt, "XSDT")) : Rsdt.Read(ReadRoot(memory, rsdt, "RSDT"));
        return [.. entries.Select(address => TryRead(memory, address)).OfType<AcpiTable>()];
    }

    private static byte[] ReadRoot(PhysicalMemory memory, ulong address, string signature)
    {
        if (TryRead(memory, address) is not { } table || table.Signature != signature)
        {
            throw new AcpiFormatException(address, $"no {signature} where the RSDP says");
        }

        return table.ChecksumIsRight ? memory.Read(address, (int)table.Length) : throw new AcpiFormatException(address, $"the {signature}'s bytes do not sum to 0");
    }

    private static AcpiTable? TryRead(PhysicalMemory memory, ulong address)
    {
        if (!Fits(memory, address, AcpiHeader.Size))
        {
            return null;
        }

        var header = memory.Read(address, AcpiHeader.Size);
        var length = AcpiHeader.ReadLength(header);
        return length is < AcpiHeader.Size or > MaximumLength || !Fits(memory, address, length)
            ? null
            : new AcpiTable(Encoding.Latin1.GetString(header, 0, 4), address, length, IbftChecksum.Sum(memory.Read(address, (int)length)) == 0);
    }

    private static bool Fits(PhysicalMemory memory, ulong address, uint size) => address <= memory.Size && size <= memory.Size - address;
}
