using System.Buffers.Binary;
using System.Net;

namespace BootLab.Net.Dhcp;

/// <summary>Fills the options of a profile for one message.</summary>
internal static class DhcpClientOptions
{
    private const byte EthernetHardwareType = 1;
    private const byte PciBusType = 1;

    public static List<DhcpOption> Fill(
        DhcpClientProfile profile, DhcpClientIdentity identity, DhcpMessageType type, IPAddress? server, IPAddress? requested)
    {
        var options = new List<DhcpOption>(profile.Options.Count);
        foreach (var option in profile.Options)
        {
            ReadOnlyMemory<byte>? filled = option.Code switch
            {
                DhcpOptionCode.MessageType => (byte[])[(byte)type],
                DhcpOptionCode.ServerIdentifier => Bytes(server),
                DhcpOptionCode.RequestedAddress => Bytes(requested),
                DhcpOptionCode.ClientIdentifier => (byte[])[EthernetHardwareType, .. identity.Mac.GetAddressBytes()],
                DhcpOptionCode.ClientUuid => Uuid(profile, identity),
                DhcpOptionCode.Ipxe => (byte[])[.. BusId(identity), .. option.Value.Span],
                DhcpOptionCode.UserClass => identity.UserClass ?? option.Value,
                DhcpOptionCode.VendorClass => identity.VendorClass ?? option.Value,
                _ => option.Value,
            };
            if (filled is { } value)
            {
                options.Add(new DhcpOption(option.Code, value));
            }
        }

        return options;
    }

    // Not "null" where there is nothing: that would convert to an empty memory.
    private static ReadOnlyMemory<byte>? Bytes(IPAddress? address) => address is null ? default(ReadOnlyMemory<byte>?) : address.GetAddressBytes();

    private static ReadOnlyMemory<byte>? Uuid(DhcpClientProfile profile, DhcpClientIdentity identity) =>
        identity.Uuid is { } uuid ? (byte[])[0, .. uuid.ToByteArray(bigEndian: !profile.UuidIsMixedEndian)] : default(ReadOnlyMemory<byte>?);

    private static byte[] BusId(DhcpClientIdentity identity)
    {
        var option = new byte[] { IpxeOptionCode.BusId, 5, PciBusType, 0, 0, 0, 0 };
        BinaryPrimitives.WriteUInt16BigEndian(option.AsSpan(3), identity.PciVendor);
        BinaryPrimitives.WriteUInt16BigEndian(option.AsSpan(5), identity.PciDevice);
        return option;
    }
}
