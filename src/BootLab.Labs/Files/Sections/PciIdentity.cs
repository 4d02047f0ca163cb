using System.Globalization;
using System.Text.RegularExpressions;
using BootLab.Labs.Files.Shapes;

namespace BootLab.Labs.Files.Sections;

/// <summary>The keys by which Windows tells one PCI function from another, besides its place.</summary>
internal static partial class PciIdentity
{
    public static readonly Key<long> Subsystem = new(
        "subsystem", Scalars.Whole("a PCI subsystem", 0, uint.MaxValue), "PCI subsystem as in Windows' SUBSYS_, device in the upper, vendor in the lower 16 bits, such as 0x11001af4.");

    public static readonly Key<long> Revision = new("revision", Scalars.Whole("a PCI revision", 0, byte.MaxValue), "PCI revision, such as 0x03.");

    public static readonly Key<ulong> Serial = new(
        "serial",
        new ScalarShape<ulong>("a serial number as lspci prints it, such as 52-54-00-ff-ff-00-08-40", Scalars.TextOnly, TryParseSerial, Scalars.Pattern(SerialPattern())),
        "Device Serial Number of PCI Express as lspci prints it; a function without one is told from others by its slot.");

    /// <summary>A PCI vendor or device id.</summary>
    public static readonly ScalarShape<long> Id = Scalars.Whole("a PCI id", 0, ushort.MaxValue);

    /// <summary>A serial number as files write it.</summary>
    public static string SerialText(ulong serial)
    {
        var bytes = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, serial);
        return string.Join('-', bytes.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private static bool TryParseSerial(string text, out ulong value)
    {
        value = 0;
        return SerialPattern().IsMatch(text) && ulong.TryParse(text.Replace("-", string.Empty, StringComparison.Ordinal), NumberStyles.AllowHexSpecifier, null, out value);
    }

    [GeneratedRegex(@"^[0-9a-fA-F]{2}(-[0-9a-fA-F]{2}){7}\z")]
    private static partial Regex SerialPattern();
}
