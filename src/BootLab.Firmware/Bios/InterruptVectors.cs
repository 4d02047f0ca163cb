namespace BootLab.Firmware.Bios;

/// <summary>The interrupt table of a PC at power on. The entry points in segment F000 are those of the IBM PC/AT, which every compatible BIOS keeps.</summary>
internal static class InterruptVectors
{
    private const ushort BiosSegment = 0xf000;

    /// <summary>An IRET, for every interrupt that the BIOS does not serve.</summary>
    private const ushort Ignore = 0xff53;

    private static readonly (byte Interrupt, ushort Offset)[] s_entryPoints =
    [
        (0x02, 0xe2c3), (0x05, 0xff54), (0x08, 0xfea5), (0x09, 0xe987), (0x0e, 0xef57), (0x10, 0xf065), (0x11, 0xf84d), (0x12, 0xf841), (0x13, 0xe3fe), (0x14, 0xe739),
        (0x15, 0xf859), (0x16, 0xe82e), (0x17, 0xefd2), (0x18, 0xe6f2), (0x19, 0xe6f2), (0x1a, 0xfe6e), (0x1d, 0xf0a4), (0x1e, 0xefc7),
    ];

    public static void Install(LowMemory memory)
    {
        for (var interrupt = 0; interrupt < 256; interrupt++)
        {
            memory.SetVector((byte)interrupt, BiosSegment, Ignore);
        }

        foreach (var (interrupt, offset) in s_entryPoints)
        {
            memory.SetVector(interrupt, BiosSegment, offset);
        }
    }
}
