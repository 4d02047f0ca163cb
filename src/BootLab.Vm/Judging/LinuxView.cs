using System.Globalization;
using System.Net;
using BootLab.Ibft;

namespace BootLab.Vm.Judging;

/// <summary>
/// What Linux shows below /sys/firmware/ibft for a table that it accepts: which files, and their text. Evidence: source (drivers/firmware/iscsi_ibft.c of Linux 6.1) and observed.
/// Links to PCI devices are left out: they depend on the machine.
/// </summary>
public static class LinuxView
{
    /// <summary>The files in ordinal order.</summary>
    public static IReadOnlyList<SysfsEntry> Of(IbftTable table)
    {
        var view = new List<SysfsEntry>
        {
            new("acpi_header/signature", table.Header.Signature),
            new("acpi_header/oem_id", table.Header.OemId),
            new("acpi_header/oem_table_id", table.Header.OemTableId),
        };
        foreach (var initiator in table.Initiators)
        {
            AddInitiator(new Folder(view, "initiator", initiator), initiator);
        }

        foreach (var nic in table.Nics)
        {
            AddNic(new Folder(view, $"ethernet{nic.Index}", nic), nic);
        }

        foreach (var target in table.Targets)
        {
            AddTarget(new Folder(view, $"target{target.Index}", target), target);
        }

        return [.. view.OrderBy(entry => entry.Path, StringComparer.Ordinal)];
    }

    private static void AddInitiator(Folder folder, IbftInitiator initiator)
    {
        folder.Add("isns-server", initiator.IsnsServer);
        folder.Add("slp-server", initiator.SlpServer);
        folder.Add("pri-radius-server", initiator.PrimaryRadiusServer);
        folder.Add("sec-radius-server", initiator.SecondaryRadiusServer);
        folder.Add("initiator-name", initiator.Name);
    }

    private static void AddNic(Folder folder, IbftNic nic)
    {
        folder.Add("ip-addr", nic.IpAddress);
        if (nic.SubnetMaskPrefix > 0)
        {
            folder.Add("prefix-len", nic.SubnetMaskPrefix);
            // A prefix that is too long for IPv4, as that of an IPv6 address, makes it all ones (observed).
            var mask = nic.SubnetMaskPrefix < 32 ? ~(uint.MaxValue >> nic.SubnetMaskPrefix) : uint.MaxValue;
            folder.Add("subnet-mask", string.Join('.', BitConverter.GetBytes(mask).Reverse()));
        }

        folder.Add("origin", (byte)nic.Origin);
        folder.Add("gateway", nic.Gateway);
        folder.Add("primary-dns", nic.PrimaryDns);
        folder.Add("secondary-dns", nic.SecondaryDns);
        folder.Add("dhcp", nic.DhcpServer);
        folder.Add("vlan", nic.Vlan);
        folder.Add("mac", string.Join(':', nic.MacAddress.GetAddressBytes().Select(value => value.ToString("x2", CultureInfo.InvariantCulture))));
        if (nic.HostName.Offset != 0)
        {
            folder.Add("hostname", Text(nic.HostName));
        }
    }

    private static void AddTarget(Folder folder, IbftTarget target)
    {
        folder.Add("ip-addr", target.IpAddress);
        folder.Add("port", target.Port);
        // Eight bytes, each without leading zero.
        Span<byte> lun = stackalloc byte[8];
        target.BootLun.Write(lun);
        folder.Add("lun", string.Concat(lun.ToArray().Select(value => value.ToString("x", CultureInfo.InvariantCulture))));
        folder.Add("chap-type", (byte)target.ChapType);
        folder.Add("nic-assoc", target.NicAssociation);
        folder.Add("target-name", target.Name);
        folder.AddCredentials("chap-name", target.ChapName, "chap-secret", target.ChapSecret);
        folder.AddCredentials("rev-chap-name", target.ReverseChapName, "rev-chap-name-secret", target.ReverseChapSecret);
    }

    // Bytes as Latin-1, as the guests' reports are read.
    private static string Text(IbftString text) => string.Concat(text.Value.Span.ToArray().TakeWhile(value => value != 0).Select(value => (char)value));

    private readonly struct Folder
    {
        private readonly List<SysfsEntry> _view;
        private readonly string _name;

        public Folder(List<SysfsEntry> view, string name, IbftStructure structure)
        {
            _view = view;
            _name = name;
            Add("index", structure.Index);
            Add("flags", structure.Flags);
        }

        public void Add(string file, string text) => _view.Add(new SysfsEntry($"{_name}/{file}", text));

        public void Add(string file, int number) => Add(file, number.ToString(CultureInfo.InvariantCulture));

        public void Add(string file, IbftString text)
        {
            if (text.Length > 0)
            {
                Add(file, Text(text));
            }
        }

        /// <summary>Whether there is a name decides about both files.</summary>
        public void AddCredentials(string nameFile, IbftString name, string secretFile, IbftString secret)
        {
            if (name.Length > 0)
            {
                Add(nameFile, Text(name));
                Add(secretFile, Text(secret));
            }
        }

        /// <summary>No address and 0.0.0.0 have no file; IPv6 is written in full.</summary>
        public void Add(string file, IbftAddress address)
        {
            if (!address.IsSpecified)
            {
                return;
            }

            Span<byte> bytes = stackalloc byte[16];
            address.Write(bytes);
            Add(file, address.IsIPv4 ? new IPAddress(bytes[12..]).ToString() : string.Join(':', bytes.ToArray().Chunk(2).Select(pair => Convert.ToHexStringLower(pair))));
        }
    }
}
