using System.Buffers.Binary;
using System.Text;
using BootLab.Ibft;

namespace BootLab.Firmware.Acpi;

/// <summary>The root system description pointer, revision 2, 36 bytes (ACPI 6.5, 5.2.5.3).</summary>
internal static class Rsdp
{
    public const int Size = 36;

    /// <summary>The bytes of revision 0, which the first checksum covers.</summary>
    public const int FirstPart = 20;

    public const int Checksum = 8;
    private const int OemId = 9;
    private const int Revision = 15;
    public const int RsdtAddress = 16;
    private const int Length = 20;
    public const int XsdtAddress = 24;
    public const int ExtendedChecksum = 32;

    private static ReadOnlySpan<byte> Signature => "RSD PTR "u8;

    public static byte[] Build(string oemId, uint rsdt, ulong xsdt)
    {
        var bytes = new byte[Size];
        Signature.CopyTo(bytes);
        Encoding.Latin1.GetBytes(oemId, bytes.AsSpan(OemId, 6));
        bytes[Revision] = 2;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(RsdtAddress), rsdt);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Length), Size);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(XsdtAddress), xsdt);
        bytes[Checksum] = (byte)-IbftChecksum.Sum(bytes.AsSpan(0, FirstPart));
        bytes[ExtendedChecksum] = (byte)-IbftChecksum.Sum(bytes);
        return bytes;
    }

    /// <summary>Whether signature and checksums are right.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Signature) && IbftChecksum.Sum(bytes[..FirstPart]) == 0 && (!IsExtended(bytes) || IbftChecksum.Sum(bytes[..Size]) == 0);

    /// <summary>The addresses of RSDT and XSDT; the latter 0 for revision 0.</summary>
    /// <exception cref="AcpiFormatException">The signature or a checksum is wrong.</exception>
    public static (uint Rsdt, ulong Xsdt) Read(ReadOnlySpan<byte> bytes, ulong address)
    {
        if (!bytes.StartsWith(Signature))
        {
            throw new AcpiFormatException(address, "no RSDP: its signature 'RSD PTR ' is missing");
        }

        if (!IsValid(bytes))
        {
            throw new AcpiFormatException(address, "the RSDP's bytes do not sum to 0");
        }

        return (BinaryPrimitives.ReadUInt32LittleEndian(bytes[RsdtAddress..]), IsExtended(bytes) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[XsdtAddress..]) : 0);
    }

    private static bool IsExtended(ReadOnlySpan<byte> bytes) => bytes[Revision] >= 2;
}
