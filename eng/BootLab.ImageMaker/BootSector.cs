using System.Text;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace BootLab.ImageMaker;

/// <summary>A real-mode program that says on the screen and on the first serial port that it runs, and then halts for good.</summary>
public static class BootSector
{
    /// <summary>Where a BIOS loads a boot sector, and a boot image without emulation.</summary>
    private const ushort LoadAddress = 0x7c00;

    private const ushort Com1 = 0x3f8;

    /// <summary>The program, to be loaded at 7C00h; it may be entered as 0:7C00h and as 7C0h:0.</summary>
    public static byte[] Assemble(string message)
    {
        var asm = new Assembler(16);
        var behindText = asm.CreateLabel();

        asm.xor(ax, ax);
        asm.mov(ss, ax);
        asm.mov(sp, LoadAddress);

        // The call pushes the offset of the text, whichever segment the BIOS came in.
        asm.call(behindText);
        asm.db(Encoding.ASCII.GetBytes(message + "\r\n\0"));
        asm.Label(ref behindText);
        asm.pop(si);
        asm.push(cs);
        asm.pop(ds);
        asm.cld();
        asm.sti();
        SetUpSerialPort(asm);
        PrintAndHalt(asm);

        using var code = new MemoryStream();
        asm.Assemble(new StreamCodeWriter(code), LoadAddress);
        return code.ToArray();
    }

    // 115200 baud, 8 data bits, no parity. A missing port answers every read with ones and holds nothing up.
    private static void SetUpSerialPort(Assembler asm)
    {
        Span<(ushort Register, byte Value)> steps = [(Com1 + 3, 0x80), (Com1, 1), (Com1 + 1, 0), (Com1 + 3, 3)];
        foreach (var (register, value) in steps)
        {
            asm.mov(dx, register);
            asm.mov(al, value);
            asm.@out(dx, al);
        }
    }

    // The text at DS:SI up to its NUL.
    private static void PrintAndHalt(Assembler asm)
    {
        const byte TransmitterEmpty = 0x20;
        var next = asm.CreateLabel();
        var wait = asm.CreateLabel();
        var halt = asm.CreateLabel();

        asm.Label(ref next);
        asm.lodsb();
        asm.test(al, al);
        asm.jz(halt);

        // Int 10h, function 0Eh: teletype output on page 0.
        asm.mov(ah, 0x0e);
        asm.mov(bx, 0x0007);
        asm.push(ax);
        asm.@int(0x10);

        asm.mov(dx, Com1 + 5);
        asm.Label(ref wait);
        asm.@in(al, dx);
        asm.test(al, TransmitterEmpty);
        asm.jz(wait);
        asm.pop(ax);
        asm.mov(dx, Com1);
        asm.@out(dx, al);
        asm.jmp(next);

        asm.Label(ref halt);
        asm.cli();
        asm.hlt();
        asm.jmp(halt);
    }
}
