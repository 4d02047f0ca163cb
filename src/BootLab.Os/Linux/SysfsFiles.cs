using System.Globalization;
using BootLab.Ibft;
using BootLab.Machine;

namespace BootLab.Os.Linux;

/// <summary>Which files each kind of structure has below /sys/firmware/ibft, and what they say.</summary>
internal static class SysfsFiles
{
    /// <summary>The folder <c>acpi_header</c>.</summary>
    public static void AddHeader(SysfsFolder folder, TableBytes table)
    {
        folder.Add("signature", table.Text(IbftOffsets.Header.Signature, 4));
        folder.Add("oem_id", table.Text(IbftOffsets.Header.OemId, IbftOffsets.Header.OemIdSize));
        folder.Add("oem_table_id", table.Text(IbftOffsets.Header.OemTableId, IbftOffsets.Header.OemTableIdSize));
    }

    /// <summary>The folder <c>initiator</c>.</summary>
    public static void AddInitiator(SysfsFolder folder)
    {
        AddIndexAndFlags(folder);
        folder.AddAddress("isns-server", IbftOffsets.Initiator.IsnsServer);
        folder.AddAddress("slp-server", IbftOffsets.Initiator.SlpServer);
        folder.AddAddress("pri-radius-server", IbftOffsets.Initiator.PrimaryRadiusServer);
        folder.AddAddress("sec-radius-server", IbftOffsets.Initiator.SecondaryRadiusServer);
        AddNamed(folder, IbftOffsets.Initiator.Name, ("initiator-name", IbftOffsets.Initiator.Name));
    }

    /// <summary>A folder <c>ethernetN</c>.</summary>
    public static void AddNic(SysfsFolder folder, LinuxVersion version, Func<PciAddress, bool> hasFunction)
    {
        AddIndexAndFlags(folder);
        folder.AddAddress("ip-addr", IbftOffsets.Nic.IpAddress);
        if (folder.Byte(IbftOffsets.Nic.SubnetMaskPrefix) is var prefix and not 0)
        {
            folder.Add("prefix-len", prefix);
            folder.Add("subnet-mask", Mask(prefix, version));
        }

        folder.NoteReads("prefix-len");
        folder.Add("origin", folder.Byte(IbftOffsets.Nic.Origin));
        folder.AddAddress("gateway", IbftOffsets.Nic.Gateway);
        folder.AddAddress("primary-dns", IbftOffsets.Nic.PrimaryDns);
        folder.AddAddress("secondary-dns", IbftOffsets.Nic.SecondaryDns);
        folder.AddAddress("dhcp", IbftOffsets.Nic.DhcpServer);
        folder.Add("vlan", folder.UInt16(IbftOffsets.Nic.Vlan));
        folder.Add("mac", string.Join(':', folder.Bytes(IbftOffsets.Nic.MacAddress, IbftOffsets.Nic.MacAddressSize).Select(value => value.ToString("x2", CultureInfo.InvariantCulture))));
        if (folder.UInt16(IbftOffsets.Nic.HostName + 2) != 0)
        {
            folder.AddString("hostname", IbftOffsets.Nic.HostName);
        }

        folder.NoteReads("hostname");
        var function = PciAddress.FromBdf(folder.UInt16(IbftOffsets.Nic.PciBdf));
        if (hasFunction(function))
        {
            folder.AddLink("device", $"0000:{function}");
        }

        folder.NoteReads("device");
    }

    /// <summary>A folder <c>targetN</c>.</summary>
    public static void AddTarget(SysfsFolder folder)
    {
        AddIndexAndFlags(folder);
        folder.AddAnyAddress("ip-addr", IbftOffsets.Target.IpAddress);
        folder.Add("port", folder.UInt16(IbftOffsets.Target.Port));
        // Eight bytes, each without leading zero.
        folder.Add("lun", string.Concat(folder.Bytes(IbftOffsets.Target.BootLun, IbftOffsets.Target.BootLunSize).Select(value => value.ToString("x", CultureInfo.InvariantCulture))));
        folder.Add("chap-type", folder.Byte(IbftOffsets.Target.ChapType));
        folder.Add("nic-assoc", folder.Byte(IbftOffsets.Target.NicAssociation));
        AddNamed(folder, IbftOffsets.Target.Name, ("target-name", IbftOffsets.Target.Name));
        AddNamed(folder, IbftOffsets.Target.ChapName, ("chap-name", IbftOffsets.Target.ChapName), ("chap-secret", IbftOffsets.Target.ChapSecret));
        AddNamed(folder, IbftOffsets.Target.ReverseChapName, ("rev-chap-name", IbftOffsets.Target.ReverseChapName), ("rev-chap-name-secret", IbftOffsets.Target.ReverseChapSecret));
    }

    private static void AddIndexAndFlags(SysfsFolder folder)
    {
        folder.Add("index", folder.Byte(IbftOffsets.StructureHeader.Index));
        folder.Add("flags", folder.Byte(IbftOffsets.StructureHeader.Flags));
    }

    /// <summary>Files that exist when a name has a length; a secret goes by the length of its name.</summary>
    private static void AddNamed(SysfsFolder folder, int name, params ReadOnlySpan<(string File, int Field)> files)
    {
        if (folder.UInt16(name) > 0)
        {
            foreach (var (file, field) in files)
            {
                folder.AddString(file, field);
            }
        }

        folder.NoteReads(files[0].File);
    }

    private static string Mask(byte prefix, LinuxVersion version)
    {
        // x86 shifts by the lowest five bits of a count: a mask of /64 becomes that of /32, and /40 that of /8.
        var bits = prefix <= 32 ? prefix : version.LimitsPrefix || prefix % 32 == 0 ? 32 : prefix % 32;
        var mask = bits == 32 ? uint.MaxValue : ~(uint.MaxValue >> bits);
        return string.Join('.', BitConverter.GetBytes(mask).Reverse());
    }
}
