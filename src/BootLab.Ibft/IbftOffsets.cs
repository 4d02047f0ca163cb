namespace BootLab.Ibft;

/// <summary>
/// Byte offsets and sizes of every field. Fields of the header count from the first byte of the table, fields of a structure from the first byte of that structure.
/// Integers are little endian; addresses, MAC and LUN are in network order.
/// </summary>
public static class IbftOffsets
{
    /// <summary>Bytes of an address field: always the IPv6 form.</summary>
    public const int AddressSize = 16;

    /// <summary>Bytes of a string descriptor: length, then offset.</summary>
    public const int StringSize = 4;

    /// <summary>The smallest table: header and a control structure without expansion.</summary>
    public const int MinimumTableSize = Header.Size + Control.Size;

    /// <summary>The largest table: all offsets are 16 bits.</summary>
    public const int MaximumTableSize = ushort.MaxValue;

    /// <summary>The table header (iBFT 1.4.3), with the first fields of an ACPI header.</summary>
    public static class Header
    {
        /// <summary>4 bytes of ASCII.</summary>
        public const int Signature = 0;

        /// <summary>u32, the whole table.</summary>
        public const int Length = Signature + 4;

        /// <summary>u8, 1.</summary>
        public const int Revision = Length + 4;

        /// <summary>u8, makes the sum of all bytes 0.</summary>
        public const int Checksum = Revision + 1;

        /// <summary>6 bytes of ASCII.</summary>
        public const int OemId = Checksum + 1;

        /// <summary>8 bytes of ASCII.</summary>
        public const int OemTableId = OemId + OemIdSize;

        /// <summary>24 bytes, zero.</summary>
        public const int Reserved = OemTableId + OemTableIdSize;

        /// <summary>Bytes of the header; the control structure follows.</summary>
        public const int Size = Reserved + ReservedSize;

        /// <summary>Bytes of the OEM id.</summary>
        public const int OemIdSize = 6;

        /// <summary>Bytes of the OEM table id.</summary>
        public const int OemTableIdSize = 8;

        /// <summary>Bytes of the reserved field.</summary>
        public const int ReservedSize = 24;
    }

    /// <summary>The header of every structure (iBFT 1.4.2).</summary>
    public static class StructureHeader
    {
        /// <summary>u8, see <see cref="StructureId"/>.</summary>
        public const int Id = 0;

        /// <summary>u8, 1.</summary>
        public const int Version = Id + 1;

        /// <summary>u16, this header included.</summary>
        public const int Length = Version + 1;

        /// <summary>u8, unique within a kind.</summary>
        public const int Index = Length + 2;

        /// <summary>u8, see <see cref="IbftFlags"/>.</summary>
        public const int Flags = Index + 1;

        /// <summary>Bytes of this header.</summary>
        public const int Size = Flags + 1;
    }

    /// <summary>The control structure (iBFT 1.4.4).</summary>
    public static class Control
    {
        /// <summary>Where the structure is in the table.</summary>
        public const int Position = Header.Size;

        /// <summary>u16.</summary>
        public const int Extensions = StructureHeader.Size;

        /// <summary>u16.</summary>
        public const int Initiator = Extensions + 2;

        /// <summary>u16.</summary>
        public const int Nic0 = Initiator + 2;

        /// <summary>u16.</summary>
        public const int Target0 = Nic0 + 2;

        /// <summary>u16.</summary>
        public const int Nic1 = Target0 + 2;

        /// <summary>u16.</summary>
        public const int Target1 = Nic1 + 2;

        /// <summary>Further offsets, u16 each, as many as the structure's length has room for.</summary>
        public const int Expansion = Target1 + 2;

        /// <summary>Bytes without expansion.</summary>
        public const int Size = Expansion;

        /// <summary>Offset fields before the expansion, the extensions offset included.</summary>
        public const int FixedSlots = (Expansion - Extensions) / 2;
    }

    /// <summary>The initiator structure (iBFT 1.4.5).</summary>
    public static class Initiator
    {
        /// <summary>Address.</summary>
        public const int IsnsServer = StructureHeader.Size;

        /// <summary>Address.</summary>
        public const int SlpServer = IsnsServer + AddressSize;

        /// <summary>Address.</summary>
        public const int PrimaryRadiusServer = SlpServer + AddressSize;

        /// <summary>Address.</summary>
        public const int SecondaryRadiusServer = PrimaryRadiusServer + AddressSize;

        /// <summary>String descriptor.</summary>
        public const int Name = SecondaryRadiusServer + AddressSize;

        /// <summary>Bytes of the structure.</summary>
        public const int Size = Name + StringSize;
    }

    /// <summary>The NIC structure (iBFT 1.4.6).</summary>
    public static class Nic
    {
        /// <summary>Address.</summary>
        public const int IpAddress = StructureHeader.Size;

        /// <summary>u8, prefix length.</summary>
        public const int SubnetMaskPrefix = IpAddress + AddressSize;

        /// <summary>u8, see <see cref="PrefixOrigin"/>.</summary>
        public const int Origin = SubnetMaskPrefix + 1;

        /// <summary>Address.</summary>
        public const int Gateway = Origin + 1;

        /// <summary>Address.</summary>
        public const int PrimaryDns = Gateway + AddressSize;

        /// <summary>Address.</summary>
        public const int SecondaryDns = PrimaryDns + AddressSize;

        /// <summary>Address.</summary>
        public const int DhcpServer = SecondaryDns + AddressSize;

        /// <summary>u16, 0 for none.</summary>
        public const int Vlan = DhcpServer + AddressSize;

        /// <summary>6 bytes.</summary>
        public const int MacAddress = Vlan + 2;

        /// <summary>u16: bus in bits 15 to 8, device in 7 to 3, function in 2 to 0.</summary>
        public const int PciBdf = MacAddress + MacAddressSize;

        /// <summary>String descriptor.</summary>
        public const int HostName = PciBdf + 2;

        /// <summary>Bytes of the structure.</summary>
        public const int Size = HostName + StringSize;

        /// <summary>Bytes of a MAC address.</summary>
        public const int MacAddressSize = 6;
    }

    /// <summary>The target structure (iBFT 1.4.7).</summary>
    public static class Target
    {
        /// <summary>Address.</summary>
        public const int IpAddress = StructureHeader.Size;

        /// <summary>u16.</summary>
        public const int Port = IpAddress + AddressSize;

        /// <summary>8 bytes in SAM order.</summary>
        public const int BootLun = Port + 2;

        /// <summary>u8, see <see cref="Ibft.ChapType"/>.</summary>
        public const int ChapType = BootLun + BootLunSize;

        /// <summary>u8, the index of a NIC.</summary>
        public const int NicAssociation = ChapType + 1;

        /// <summary>String descriptor.</summary>
        public const int Name = NicAssociation + 1;

        /// <summary>String descriptor.</summary>
        public const int ChapName = Name + StringSize;

        /// <summary>String descriptor.</summary>
        public const int ChapSecret = ChapName + StringSize;

        /// <summary>String descriptor.</summary>
        public const int ReverseChapName = ChapSecret + StringSize;

        /// <summary>String descriptor.</summary>
        public const int ReverseChapSecret = ReverseChapName + StringSize;

        /// <summary>Bytes of the structure.</summary>
        public const int Size = ReverseChapSecret + StringSize;

        /// <summary>Bytes of the boot LUN.</summary>
        public const int BootLunSize = 8;
    }

    /// <summary>The size that a structure of this kind must have; 0 when the kind fixes none (control, extensions, unknown).</summary>
    public static int SizeOf(StructureId id) => id switch
    {
        StructureId.Initiator => Initiator.Size,
        StructureId.Nic => Nic.Size,
        StructureId.Target => Target.Size,
        _ => 0,
    };
}
