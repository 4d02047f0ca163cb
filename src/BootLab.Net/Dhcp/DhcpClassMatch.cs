using System.Buffers.Binary;
using System.Text;
using BootLab.Machine;

namespace BootLab.Net.Dhcp;

/// <summary>Whether a client belongs to a class of the configuration.</summary>
internal static class DhcpClassMatch
{
    public static bool Matches(DhcpClassSpec spec, DhcpMessage request) =>
        (spec.UserClass is null || (request.Find(DhcpOptionCode.UserClass) is { } userClass && HasUserClass(userClass.Span, Encoding.UTF8.GetBytes(spec.UserClass))))
        && (spec.VendorClass is null || (request.Find(DhcpOptionCode.VendorClass) is { } vendorClass && vendorClass.Span.StartsWith(Encoding.UTF8.GetBytes(spec.VendorClass))))
        && (spec.Architecture is null || (request.Find(DhcpOptionCode.ClientArchitecture) is { } architecture && HasArchitecture(architecture.Span, spec.Architecture.Value)));

    /// <summary>The option is the bare text, as iPXE sends it, or a list of classes that each have a length byte (RFC 3004, 4).</summary>
    private static bool HasUserClass(ReadOnlySpan<byte> option, ReadOnlySpan<byte> wanted)
    {
        if (option.SequenceEqual(wanted))
        {
            return true;
        }

        while (!option.IsEmpty && option[0] < option.Length)
        {
            if (option.Slice(1, option[0]).SequenceEqual(wanted))
            {
                return true;
            }

            option = option[(1 + option[0])..];
        }

        return false;
    }

    /// <summary>The option is a list of 16-bit numbers (RFC 4578, 2.1).</summary>
    private static bool HasArchitecture(ReadOnlySpan<byte> option, ushort wanted)
    {
        for (; option.Length >= 2; option = option[2..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(option) == wanted)
            {
                return true;
            }
        }

        return false;
    }
}
