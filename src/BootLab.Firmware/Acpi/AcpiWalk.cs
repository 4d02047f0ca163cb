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
        ArgumentNullException.ThrowIfNull(memory);
        return [.. Root(memory, rsdpAddress).Entries.Select(address => TryRead(memory, address)).OfType<AcpiTable>()];
    }

    /// <summary>The root table that an RSDP names, and the addresses it lists.</summary>
    /// <exception cref="AcpiFormatException">The RSDP or the root table is missing or damaged.</exception>
    internal static (ulong Address, int Length, IEnumerable<ulong> Entries) Root(IReadableMemory memory, ulong rsdpAddress)
    {
        if (!Fits(memory, rsdpAddress, Rsdp.Size))
        {
            throw new AcpiFormatException(rsdpAddress, $"an RSDP of {Rsdp.Size} bytes does not fit into memory of 0x{memory.Size:x} bytes");
        }

        var (rsdt, xsdt) = Rsdp.Read(Copy(memory, rsdpAddress, Rsdp.Size), rsdpAddress);
        var root = xsdt != 0 ? ReadRoot(memory, xsdt, "XSDT") : ReadRoot(memory, rsdt, "RSDT");
        return xsdt != 0 ? (xsdt, root.Length, Xsdt.Read(root)) : (rsdt, root.Length, Rsdt.Read(root));
    }

    /// <summary>Signature and length of a table, both as its header has them; null when it does not lie in memory.</summary>
    internal static (string Signature, uint Length)? Header(IReadableMemory memory, ulong address)
    {
        if (!Fits(memory, address, AcpiHeader.Size))
        {
            return null;
        }

        var header = Copy(memory, address, AcpiHeader.Size);
        var length = AcpiHeader.ReadLength(header);
        return length is < AcpiHeader.Size or > MaximumLength || !Fits(memory, address, length) ? null : (Encoding.Latin1.GetString(header, 0, 4), length);
    }

    private static byte[] ReadRoot(IReadableMemory memory, ulong address, string signature)
    {
        if (TryRead(memory, address) is not { } table || table.Signature != signature)
        {
            throw new AcpiFormatException(address, $"no {signature} where the RSDP says");
        }

        return table.ChecksumIsRight ? Copy(memory, address, table.Length) : throw new AcpiFormatException(address, $"the {signature}'s bytes do not sum to 0");
    }

    private static AcpiTable? TryRead(IReadableMemory memory, ulong address) => Header(memory, address) is var (signature, length)
        ? new AcpiTable(signature, address, length, IbftChecksum.Sum(Copy(memory, address, length)) == 0)
        : null;

    private static byte[] Copy(IReadableMemory memory, ulong address, uint size)
    {
        var bytes = new byte[size];
        memory.Read(address, bytes);
        return bytes;
    }

    private static bool Fits(IReadableMemory memory, ulong address, uint size) => address <= memory.Size && size <= memory.Size - address;
}
