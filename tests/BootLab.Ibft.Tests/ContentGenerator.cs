using System.Net.NetworkInformation;
using BootLab.Ibft.Layouts;
using CsCheck;

namespace BootLab.Ibft.Tests;

/// <summary>Random contents: any bytes in any field, strings of any bytes but NUL, NICs and targets up to a given number.</summary>
public static class ContentGenerator
{
    private static readonly Gen<IbftAddress> s_address = Gen.Byte.Array[16].Select(bytes => IbftAddress.Read(bytes));

    private static readonly Gen<ByteString?> s_string = Gen.Frequency(
        (1, Gen.Const(default(ByteString?))),
        (3, Gen.Byte[1, 255].Array[0, 60].Select(bytes => (ByteString?)new ByteString(bytes))));

    private static readonly Gen<InitiatorContent> s_initiator = Gen.Select(Gen.Byte, s_address.Array[4], s_string, (flags, addresses, name) => new InitiatorContent
    {
        Flags = flags,
        IsnsServer = addresses[0],
        SlpServer = addresses[1],
        PrimaryRadiusServer = addresses[2],
        SecondaryRadiusServer = addresses[3],
        Name = name,
    });

    private static readonly Gen<NicContent> s_nic = Gen.Select(Gen.Byte.Array[3], s_address.Array[5], Gen.UShort.Array[2], Gen.Byte.Array[6], s_string, (small, addresses, words, mac, name) => new NicContent
    {
        Flags = small[0],
        IpAddress = addresses[0],
        SubnetMaskPrefix = small[1],
        Origin = (PrefixOrigin)small[2],
        Gateway = addresses[1],
        PrimaryDns = addresses[2],
        SecondaryDns = addresses[3],
        DhcpServer = addresses[4],
        Vlan = words[0],
        MacAddress = new PhysicalAddress(mac),
        PciBdf = words[1],
        HostName = name,
    });

    private static readonly Gen<TargetContent> s_target = Gen.Select(Gen.Byte.Array[3], s_address, Gen.UShort, Gen.ULong, s_string.Array[5], (small, address, port, lun, strings) => new TargetContent
    {
        Flags = small[0],
        IpAddress = address,
        Port = port,
        BootLun = new Lun(lun),
        ChapType = (ChapType)small[1],
        NicAssociation = small[2],
        Name = strings[0],
        ChapName = strings[1],
        ChapSecret = strings[2],
        ReverseChapName = strings[3],
        ReverseChapSecret = strings[4],
    });

    private static readonly Gen<string> s_id = Gen.Char['!', '~'].Array[0, 6].Select(characters => new string(characters));

    public static Gen<IbftContent> UpTo(int pairs) => Gen.Select(
        s_id, Gen.Byte, s_initiator.Null(), s_nic.Array[0, pairs], s_target.Array[0, pairs],
        (id, flags, initiator, nics, targets) => new IbftContent { OemId = id, OemTableId = id + "xy", ControlFlags = flags, Initiator = initiator, Nics = nics, Targets = targets });
}
