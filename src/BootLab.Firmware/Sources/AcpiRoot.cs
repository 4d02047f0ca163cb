using BootLab.Firmware.Acpi;

namespace BootLab.Firmware.Sources;

/// <summary>Finds the ACPI root pointer of a memory image (ACPI 6.5, 5.2.5.1), and what it leads to.</summary>
internal sealed class AcpiRoot
{
    /// <summary>More tables than any firmware lists; a list that lies must not cost hours.</summary>
    private const int MaximumTables = 1024;

    private const uint EbdaSegmentField = 0x40e;
    private const ulong BiosAreaStart = 0xe0000;
    private const ulong BiosAreaEnd = 0x100000;
    private const int Piece = 1 << 20;

    private AcpiRoot(ulong rsdp, ulong address, int length, IReadOnlyList<(string, ulong, uint)> tables) => (Rsdp, Address, Length, Tables) = (rsdp, address, length, tables);

    /// <summary>Where the root pointer is.</summary>
    public ulong Rsdp { get; }

    /// <summary>Where RSDT or XSDT is.</summary>
    public ulong Address { get; }

    /// <summary>Bytes of RSDT or XSDT.</summary>
    public int Length { get; }

    /// <summary>The tables listed that lie in memory.</summary>
    public IReadOnlyList<(string Signature, ulong Address, uint Length)> Tables { get; }

    /// <summary>Whether it stands where a BIOS puts it.</summary>
    public bool IsOfBios => Rsdp < BiosAreaEnd;

    /// <summary>The first root pointer that leads to a root table: where a BIOS puts it, else anywhere.</summary>
    public static AcpiRoot? Find(IReadableMemory memory) => BiosCandidates(memory).Concat(Candidates(memory, 0, memory.Size, 4))
        .Take(MaximumTables)
        .Select(address => TryFollow(memory, address))
        .FirstOrDefault(root => root is not null);

    private static AcpiRoot? TryFollow(IReadableMemory memory, ulong rsdp)
    {
        try
        {
            var (address, length, entries) = AcpiWalk.Root(memory, rsdp);
            var tables = new List<(string, ulong, uint)>();
            foreach (var entry in entries.Take(MaximumTables))
            {
                if (AcpiWalk.Header(memory, entry) is var (signature, size))
                {
                    tables.Add((signature, entry, size));
                }
            }

            return new AcpiRoot(rsdp, address, length, tables);
        }
        catch (AcpiFormatException)
        {
            return null;
        }
    }

    private static IEnumerable<ulong> BiosCandidates(IReadableMemory memory)
    {
        if (memory.Size < BiosAreaEnd)
        {
            return [];
        }

        var field = new byte[2];
        memory.Read(EbdaSegmentField, field);
        var ebda = (ulong)(field[0] | (field[1] << 8)) * 16;
        return Candidates(memory, ebda, Math.Min(ebda + 1024, BiosAreaEnd), 16).Concat(Candidates(memory, BiosAreaStart, BiosAreaEnd, 16));
    }

    private static IEnumerable<ulong> Candidates(IReadableMemory memory, ulong start, ulong end, ulong step)
    {
        var signature = "RSD PTR "u8.ToArray();
        end = Math.Min(end, memory.Size);
        var buffer = new byte[start < end ? (int)Math.Min((ulong)(Piece + signature.Length - 1), end - start) : 0];
        for (var piece = start; piece < end; piece += Piece)
        {
            var size = (int)Math.Min((ulong)buffer.Length, end - piece);
            memory.Read(piece, buffer.AsSpan(0, size));
            for (var at = 0; buffer.AsSpan(at, size - at).IndexOf(signature) is >= 0 and var found; at += found + 1)
            {
                var address = piece + (ulong)(at + found);
                if (address % step == 0)
                {
                    yield return address;
                }
            }
        }
    }
}
