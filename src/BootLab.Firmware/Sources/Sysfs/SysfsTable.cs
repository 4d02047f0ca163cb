using System.Numerics;
using System.Text;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;

namespace BootLab.Firmware.Sources.Sysfs;

/// <summary>Builds a table anew from what Linux shows of it.</summary>
internal sealed class SysfsTable
{
    private readonly SysfsTree _tree;
    private readonly List<string> _notes = [];
    private readonly List<string> _missing = [];

    private SysfsTable(SysfsTree tree) => _tree = tree;

    /// <summary>The table, and what the tree cannot tell.</summary>
    /// <exception cref="SourceFormatException">A file holds what Linux never writes there.</exception>
    public static FoundTable Build(SysfsTree tree) => new SysfsTable(tree).Build();

    private FoundTable Build()
    {
        var header = new SysfsValues(_tree, "acpi_header");
        var nics = _tree.Folders("ethernet").Select(Nic).ToList();
        var targets = _tree.Folders("target").Select(Target).ToList();
        var content = new IbftContent
        {
            OemId = Id(header, "oem_id", IbftOffsets.Header.OemIdSize),
            OemTableId = Id(header, "oem_table_id", IbftOffsets.Header.OemTableIdSize),
            Initiator = _tree.Folders("initiator").Any() ? Initiator() : null,
            Nics = [.. nics.Select(nic => nic.Content)],
            Targets = [.. targets.Select(target => target.Content)],
        };
        var isIpxe = content is { OemId: "FENSYS", OemTableId: "iPXE" };
        var table = Place(isIpxe ? TableLayouts.Ipxe2017 : TableLayouts.BootLab, content);
        table = table with
        {
            Header = table.Header with { Signature = Id(header, "signature", 4) is { Length: 4 } signature ? signature : "iBFT" },
            Nics = [.. table.Nics.Zip(nics, (nic, from) => nic with { Index = from.Index })],
            Targets = [.. table.Targets.Zip(targets, (target, from) => target with { Index = from.Index })],
        };
        var bytes = IbftWriter.Write(table);
        IbftChecksum.Fix(bytes);

        var shape = isIpxe ? "iPXE since 2017, by the OEM ids" : "BootLab's own";
        _notes.Insert(0, $"rebuilt from /sys/firmware/ibft: offsets, order, padding, control flags, versions and checksum are not in there; the layout is {shape}, the checksum is made right");
        _notes.Insert(1, "a file that is not there may have been 0.0.0.0 or zeros in the table, and structures that Linux drops are not in the tree");
        if (_missing.Count > 0)
        {
            _notes.Add($"Linux always shows {string.Join(", ", _missing)}, the copy does not; 0 stands in the place");
        }

        return new FoundTable { Bytes = bytes, Place = _tree.Place, Notes = _notes };
    }

    private static IbftTable Place(TableLayout layout, IbftContent content)
    {
        try
        {
            return layout.Place(content);
        }
        catch (LayoutException tooLong)
        {
            throw new SourceFormatException($"no table can hold this tree: {tooLong.Message}");
        }
    }

    private InitiatorContent Initiator()
    {
        var values = new SysfsValues(_tree, "initiator");
        var initiator = new InitiatorContent
        {
            Flags = (byte)values.Number("flags", byte.MaxValue),
            IsnsServer = values.Address("isns-server"),
            SlpServer = values.Address("slp-server"),
            PrimaryRadiusServer = values.Address("pri-radius-server"),
            SecondaryRadiusServer = values.Address("sec-radius-server"),
            Name = values.Text("initiator-name"),
        };
        _missing.AddRange(values.Missing);
        return initiator;
    }

    private (NicContent Content, byte Index) Nic(string folder)
    {
        var values = new SysfsValues(_tree, folder);
        var pci = values.Pci();
        if (pci is null)
        {
            _notes.Add($"{folder}: no link to a PCI device, so its PCI address is not known; 00:00.0 stands in the place");
        }

        var nic = new NicContent
        {
            Flags = (byte)values.Number("flags", byte.MaxValue),
            IpAddress = values.Address("ip-addr"),
            SubnetMaskPrefix = (byte)(values.TryNumber("prefix-len", byte.MaxValue) ?? Prefix(values.Address("subnet-mask"), folder)),
            Origin = (PrefixOrigin)values.Number("origin", byte.MaxValue),
            Gateway = values.Address("gateway"),
            PrimaryDns = values.Address("primary-dns"),
            SecondaryDns = values.Address("secondary-dns"),
            DhcpServer = values.Address("dhcp"),
            Vlan = (ushort)values.Number("vlan", ushort.MaxValue),
            MacAddress = values.Mac(),
            PciBdf = pci ?? 0,
            HostName = values.Text("hostname"),
        };
        var index = (byte)values.Number("index", byte.MaxValue);
        _missing.AddRange(values.Missing);
        return (nic, index);
    }

    private (TargetContent Content, byte Index) Target(string folder)
    {
        var values = new SysfsValues(_tree, folder);
        var (lun, isAmbiguous) = values.Lun();
        if (isAmbiguous)
        {
            _notes.Add($"{folder}/lun: Linux prints its bytes without leading zeros, so several LUNs read like this; {lun} is one of them");
        }

        var target = new TargetContent
        {
            Flags = (byte)values.Number("flags", byte.MaxValue),
            IpAddress = values.Address("ip-addr"),
            Port = (ushort)values.Number("port", ushort.MaxValue),
            BootLun = lun,
            ChapType = (ChapType)values.Number("chap-type", byte.MaxValue),
            NicAssociation = (byte)values.Number("nic-assoc", byte.MaxValue),
            Name = values.Text("target-name"),
            ChapName = values.Text("chap-name"),
            ChapSecret = Secret(values, folder, "chap-name", "chap-secret"),
            ReverseChapName = values.Text("rev-chap-name"),
            ReverseChapSecret = Secret(values, folder, "rev-chap-name", "rev-chap-name-secret"),
        };
        var index = (byte)values.Number("index", byte.MaxValue);
        _missing.AddRange(values.Missing);
        return (target, index);
    }

    private ByteString? Secret(SysfsValues values, string folder, string name, string file)
    {
        var secret = values.Text(file);
        if (secret?.ToString() is { } text && (text == "(masked)" || text.All(character => character is '*' or 'x' or 'X')))
        {
            _notes.Add($"{folder}/{file}: masked; the table has none");
            return null;
        }

        if (secret is null && values.Text(name) is not null)
        {
            _notes.Add($"{folder}/{file}: {(_tree.Has($"{folder}/{file}") ? "not readable (root alone may read it)" : "not in the copy")}; the table has none");
        }

        return secret;
    }

    /// <summary>Older kernels show the mask alone.</summary>
    private int Prefix(IbftAddress mask, string folder)
    {
        if (mask.ToIPAddress() is not { } address || !mask.IsIPv4)
        {
            return 0;
        }

        var bits = BitConverter.ToUInt32([.. address.GetAddressBytes().Reverse()]);
        if (bits != 0 && BitOperations.PopCount(bits) + BitOperations.TrailingZeroCount(bits) != 32)
        {
            _notes.Add($"{folder}/subnet-mask: {address} has no prefix length; that of its leading ones is taken");
        }

        return BitOperations.LeadingZeroCount(~bits);
    }

    private static string Id(SysfsValues header, string file, int size) => header.Text(file) is not { } id ? ""
        : id.Length <= size ? Encoding.Latin1.GetString(id.Span)
        : throw new SourceFormatException($"acpi_header/{file}: found {id.Length} characters, expected at most {size}");
}
