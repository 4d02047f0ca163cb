using BootLab.Ibft;

namespace BootLab.Rules.SeedOrdering;

/// <summary>Where the fields of a NIC structure stand in the table.</summary>
internal static class NicField
{
    public static ByteRange Whole(IbftNic nic) => new(nic.Offset, IbftOffsets.Nic.Size);

    public static ByteRange Index(IbftNic nic) => new(nic.Offset + IbftOffsets.StructureHeader.Index, 1);

    public static ByteRange Flags(IbftNic nic) => new(nic.Offset + IbftOffsets.StructureHeader.Flags, 1);

    public static ByteRange Address(IbftNic nic) => new(nic.Offset + IbftOffsets.Nic.IpAddress, IbftOffsets.AddressSize);

    public static ByteRange Prefix(IbftNic nic) => new(nic.Offset + IbftOffsets.Nic.SubnetMaskPrefix, 1);

    public static ByteRange PciBdf(IbftNic nic) => new(nic.Offset + IbftOffsets.Nic.PciBdf, 2);
}
