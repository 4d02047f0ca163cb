namespace BootLab.Net.Wire;

/// <summary>What an Ethernet II frame carries (IEEE 802 numbers).</summary>
internal static class EtherType
{
    public const ushort Ipv4 = 0x0800;
    public const ushort Arp = 0x0806;
    public const ushort Ipv6 = 0x86DD;
}
