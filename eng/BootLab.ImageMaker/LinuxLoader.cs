using System.Buffers.Binary;
using System.Text;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace BootLab.ImageMaker;

/// <summary>
/// A boot sector's code that loads pieces of its drive by INT13 (extended reads), copies them to where they belong by INT15 (function 87h), and enters the real-mode part of a Linux kernel.
/// It knows nothing of file systems: <see cref="LinuxBootDisk"/> writes down where everything is.
/// </summary>
internal static class LinuxLoader
{
    /// <summary>What one read transfers, in sectors of 512 bytes.</summary>
    public const int PieceSectors = 64;

    /// <summary>The segment of the kernel's real-mode part, which has 64 KiB there (Documentation/arch/x86/boot.rst).</summary>
    public const ushort KernelSegment = 0x1000;

    /// <summary>Where the kernel's heap and stack end and its command line begins, in that segment.</summary>
    public const ushort KernelStackEnd = 0xe000;

    private const ushort LoadAddress = 0x7c00;
    private const ushort BufferSegment = 0x2000;
    private const int PieceBytes = PieceSectors * 512;

    // Places in the sector, behind the code.
    private const int CodeEnd = 0x148;
    private const ushort Drive = LoadAddress + CodeEnd;
    private const ushort Packet = LoadAddress + 0x150;
    private const ushort Descriptors = LoadAddress + 0x160;
    private const ushort List = LoadAddress + 0x190;
    private const int EntrySize = 10;
    private const int MostEntries = 3; // and the end of the list

    /// <summary>Something to load.</summary>
    /// <param name="Sector">Its first sector on the drive.</param>
    /// <param name="Pieces">Its length in pieces.</param>
    /// <param name="Address">Its physical address.</param>
    public sealed record Load(int Sector, int Pieces, uint Address);

    /// <summary>The first 440 bytes of the sector.</summary>
    public static byte[] Assemble(params IReadOnlyList<Load> loads)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(loads.Count, MostEntries);
        var code = Code();
        if (code.Length > CodeEnd)
        {
            throw new InvalidOperationException($"the loader has {code.Length} bytes, the sector has room for {CodeEnd}");
        }

        var sector = new byte[440];
        code.CopyTo(sector, 0);

        // The disk address packet of INT13: its size, then how much and whither; the sector is written at run time.
        var packet = sector.AsSpan(Packet - LoadAddress);
        packet[0] = 16;
        packet[2] = PieceSectors;
        BinaryPrimitives.WriteUInt16LittleEndian(packet[6..], BufferSegment);

        // INT15's descriptors: two of its own, source, destination, and two more of its own. 93h is a data segment.
        var source = sector.AsSpan(Descriptors - LoadAddress + 16);
        BinaryPrimitives.WriteUInt16LittleEndian(source, 0xffff);
        source[4] = BufferSegment >> 12;
        source[5] = 0x93;
        BinaryPrimitives.WriteUInt16LittleEndian(source[8..], 0xffff);
        source[13] = 0x93;

        foreach (var (number, load) in loads.Index())
        {
            var entry = sector.AsSpan(List - LoadAddress + (number * EntrySize), EntrySize);
            BinaryPrimitives.WriteInt32LittleEndian(entry, load.Sector);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], checked((ushort)load.Pieces));
            BinaryPrimitives.WriteUInt32LittleEndian(entry[6..], load.Address);
        }

        return sector;
    }

    private static byte[] Code()
    {
        var asm = new Assembler(16);
        var entry = asm.CreateLabel();
        var piece = asm.CreateLabel();
        var loaded = asm.CreateLabel();
        var failed = asm.CreateLabel();

        asm.cli();
        asm.xor(ax, ax);
        asm.mov(ss, ax);
        asm.mov(sp, LoadAddress);
        asm.mov(ds, ax);
        asm.mov(es, ax);
        asm.sti();
        asm.cld();
        asm.mov(__byte_ptr[Drive], dl);
        asm.mov(di, List);

        asm.Label(ref entry);
        asm.mov(cx, __word_ptr[di + 4]);
        asm.test(cx, cx);
        asm.jz(loaded);
        asm.mov(eax, __dword_ptr[di]);
        asm.mov(__dword_ptr[Packet + 8], eax);

        asm.Label(ref piece);
        asm.push(cx);
        asm.mov(__word_ptr[Packet + 2], PieceSectors); // a BIOS may write there how much it has read
        asm.mov(si, Packet);
        asm.mov(dl, __byte_ptr[Drive]);
        asm.mov(ah, 0x42);
        asm.@int(0x13);
        asm.jc(failed);
        asm.mov(eax, __dword_ptr[di + 6]);
        asm.mov(__word_ptr[Descriptors + 26], ax);
        asm.shr(eax, 16);
        asm.mov(__byte_ptr[Descriptors + 28], al);
        asm.mov(__byte_ptr[Descriptors + 31], ah);
        asm.mov(si, Descriptors);
        asm.mov(cx, PieceBytes / 2);
        asm.mov(ah, 0x87);
        asm.@int(0x15);
        asm.jc(failed);
        asm.add(__dword_ptr[Packet + 8], PieceSectors);
        asm.add(__dword_ptr[di + 6], PieceBytes);
        asm.pop(cx);
        asm.dec(cx);
        asm.jnz(piece);
        asm.add(di, EntrySize);
        asm.jmp(entry);

        // As the boot protocol wants it: all data segments are the kernel's, and it is entered one sector behind their start.
        asm.Label(ref loaded);
        asm.cli();
        asm.mov(ax, KernelSegment);
        foreach (var segment in new[] { ds, es, fs, gs, ss })
        {
            asm.mov(segment, ax);
        }

        asm.mov(sp, KernelStackEnd);
        asm.db(0xea, 0, 0); // jmp far KernelSegment + 20h : 0
        asm.dw(KernelSegment + 0x20);

        asm.Label(ref failed);
        Say(asm, "BootLab: the drive cannot be read");

        using var code = new MemoryStream();
        asm.Assemble(new StreamCodeWriter(code), LoadAddress);
        return code.ToArray();
    }

    // By int 10h, function 0Eh; then nothing more happens.
    private static void Say(Assembler asm, string text)
    {
        var behindText = asm.CreateLabel();
        var next = asm.CreateLabel();
        var halt = asm.CreateLabel();
        asm.call(behindText);
        asm.db(Encoding.ASCII.GetBytes(text + "\r\n\0"));
        asm.Label(ref behindText);
        asm.pop(si);
        asm.Label(ref next);
        asm.lodsb();
        asm.test(al, al);
        asm.jz(halt);
        asm.mov(ah, 0x0e);
        asm.mov(bx, 0x0007);
        asm.@int(0x10);
        asm.jmp(next);
        asm.Label(ref halt);
        asm.hlt();
        asm.jmp(halt);
    }
}
