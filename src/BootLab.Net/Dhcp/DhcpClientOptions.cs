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
            var filled = option.Code switch
            {
                DhcpOptionCode.MessageType => [(byte)type],
                DhcpOptionCode.ServerIdentifier => server?.GetAddressBytes(),
                DhcpOptionCode.RequestedAddress => requested?.GetAddressBytes(),
                DhcpOptionCode.ClientIdentifier => [EthernetHardwareType, .. identity.Mac.GetAddressBytes()],
                DhcpOptionCode.ClientUuid => Uuid(profile, identity),
                DhcpOptionCode.Ipxe => [.. BusId(identity), .. option.Value.Span],
                DhcpOptionCode.UserClass => (identity.UserClass ?? option.Value).ToArray(),
                DhcpOptionCode.VendorClass => (identity.VendorClass ?? option.Value).ToArray(),
                _ => option.Value.ToArray(),
            };
            if (filled is not null)
            {
                options.Add(new DhcpOption(option.Code, filled));
            }
        }

        return options;
    }

    private static byte[]? Uuid(DhcpClientProfile profile, DhcpClientIdentity identity) =>
        identity.Uuid is { } uuid ? [0, .. uuid.ToByteArray(bigEndian: !profile.UuidIsMixedEndian)] : null;

    private static byte[] BusId(DhcpClientIdentity identity)
    {
        var option = new byte[] { IpxeOptionCode.BusId, 5, PciBusType, 0, 0, 0, 0 };
        BinaryPrimitives.WriteUInt16BigEndian(option.AsSpan(3), identity.PciVendor);
        BinaryPrimitives.WriteUInt16BigEndian(option.AsSpan(5), identity.PciDevice);
        return option;
    }
}
