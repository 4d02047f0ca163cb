using System.Net.NetworkInformation;
using BootLab.Ibft.Layouts;

namespace BootLab.Ibft.Generation;

/// <summary>Random contents of valid tables: values as they occur in the field beside any bytes in any field, strings of any bytes but NUL. The same numbers of the same <see cref="Random"/> are the same content.</summary>
/// <param name="random">Where all chance comes from.</param>
public sealed class RandomContent(Random random)
{
    // PCI functions that a small machine of QEMU has, and none.
    private static readonly ushort[] s_functions = [0x0820, 0x0821, 0x0000, 0x0008, 0x0018, 0x0028];
    private static readonly byte[] s_prefixes = [0, 1, 8, 24, 31, 32, 33, 40, 64, 96, 128, 255];

    /// <summary>A content with up to so many NICs and as many targets.</summary>
    public IbftContent Next(int pairs)
    {
        var id = Text('!', '~', random.Next(7));
        return new IbftContent
        {
            OemId = id,
            OemTableId = id + "xy",
            ControlFlags = Byte(),
            Initiator = random.Next(8) == 0 ? null : Initiator(),
            Nics = Several(pairs, Nic),
            Targets = Several(pairs, Target),
        };
    }

    private InitiatorContent Initiator() => new()
    {
        Flags = Byte(),
        IsnsServer = Address(),
        SlpServer = Address(),
        PrimaryRadiusServer = Address(),
        SecondaryRadiusServer = Address(),
        Name = String(),
    };

    private NicContent Nic() => new()
    {
        Flags = Byte(),
        IpAddress = Address(),
        SubnetMaskPrefix = random.Next(3) > 0 ? s_prefixes[random.Next(s_prefixes.Length)] : Byte(),
        Origin = (PrefixOrigin)(random.Next(3) > 0 ? random.Next(5) : Byte()),
        Gateway = Address(),
        PrimaryDns = Address(),
        SecondaryDns = Address(),
        DhcpServer = Address(),
        Vlan = random.Next(2) == 0 ? (ushort)0 : UInt16(),
        MacAddress = new PhysicalAddress(Bytes(6)),
        PciBdf = random.Next(4) > 0 ? s_functions[random.Next(s_functions.Length)] : UInt16(),
        HostName = String(),
    };

    private TargetContent Target() => new()
    {
        Flags = Byte(),
        IpAddress = Address(),
        Port = random.Next(2) == 0 ? (ushort)3260 : UInt16(),
        BootLun = new Lun(random.Next(2) == 0 ? (ulong)random.Next(256) << 48 : (ulong)random.NextInt64()),
        ChapType = (ChapType)(random.Next(2) == 0 ? random.Next(3) : Byte()),
        NicAssociation = random.Next(2) == 0 ? (byte)random.Next(3) : Byte(),
        Name = String(),
        ChapName = String(),
        ChapSecret = String(),
        ReverseChapName = String(),
        ReverseChapSecret = String(),
    };

    private IbftAddress Address() => random.Next(8) switch
    {
        0 or 1 => IbftAddress.Absent,
        2 => IbftAddress.MappedZero,
        3 or 4 or 5 => IbftAddress.From(new System.Net.IPAddress(Bytes(4))),
        6 => IbftAddress.Read([.. new byte[12], .. Bytes(4)]), // IPv4-compatible, which nobody takes for IPv4
        _ => IbftAddress.Read(Bytes(16)),
    };

    private ByteString? String() => random.Next(8) switch
    {
        0 or 1 => default(ByteString?),
        2 or 3 or 4 => (ByteString)("iqn.2026-11.lab.boot:" + Text('a', 'z', random.Next(20))),
        _ => new ByteString(Enumerable.Range(0, random.Next(61)).Select(_ => (byte)random.Next(1, 256)).ToArray()),
    };

    private T[] Several<T>(int most, Func<T> make) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => make())];

    private string Text(char first, char last, int length) => string.Create(length, random, (text, chance) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (char)chance.Next(first, last + 1);
        }
    });

    private byte Byte() => (byte)random.Next(256);

    private ushort UInt16() => (ushort)random.Next(ushort.MaxValue + 1);

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
