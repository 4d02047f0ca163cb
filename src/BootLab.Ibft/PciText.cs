namespace BootLab.Ibft;

/// <summary>How a PCI bus/device/function field is shown.</summary>
public static class PciText
{
    /// <summary><c>08:04.0</c> for 0x0820.</summary>
    public static string Format(ushort bdf) => $"{bdf >> 8:x2}:{(bdf >> 3) & 0x1f:x2}.{bdf & 7:x}";
}
