using System.Text;

namespace BootLab.Disk.Making;

/// <summary>
/// Real-mode code that prints a line by int 10h and on the first serial port, and halts. <c>eng/BootLab.ImageMaker</c> assembles the same from its source, and a test compares.
/// </summary>
public static class BootCode
{
    // xor ax,ax; mov ss,ax; mov sp,7C00h; call behind the text, whose length follows.
    private static readonly byte[] _beforeText = [0x31, 0xc0, 0x8e, 0xd0, 0xbc, 0x00, 0x7c, 0xe8];

    // The text's address from the stack; 115200 baud; each byte up to NUL on the screen and the port; halt.
    private static readonly byte[] _behindText = Convert.FromHexString(
        "5e0e1ffcfbbafb03b080eebaf803b001eebaf903b000eebafb03b003eeac84c07417b40ebb070050cd10bafd03eca82074fb58baf803eeebe4faf4ebfc");

    /// <summary>The code for a line of ASCII; it may be loaded at any address, and entered with any segment.</summary>
    public static byte[] Make(string line)
    {
        var text = Encoding.ASCII.GetBytes(line + "\r\n\0");
        return [.. _beforeText, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. _behindText];
    }
}
