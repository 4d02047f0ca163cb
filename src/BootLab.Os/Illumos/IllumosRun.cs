using System.Net.NetworkInformation;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Reading;
using NicField = BootLab.Ibft.IbftOffsets.Nic;
using TargetField = BootLab.Ibft.IbftOffsets.Target;

namespace BootLab.Os.Illumos;

/// <summary>
/// One reading of the copied table. Of initiator, NICs and targets that are valid and boot selected, the last of each kind is kept; what an earlier one left and a later one does not
/// overwrite stays.
/// </summary>
internal sealed class IllumosRun(UncheckedTable table, int length)
{
    private const byte Selected = IbftFlags.Valid | IbftFlags.BootSelected;

    private readonly List<SeenStructure> _nics = [];
    private readonly List<SeenStructure> _targets = [];
    private string? _initiatorName;
    private string? _chapName;
    private string? _reverseChapName;
    private string? _targetName;
    private (IbftAddress Ip, IbftAddress Gateway, IbftAddress Dhcp, PhysicalAddress Mac)? _nic;
    private (IbftAddress Ip, ushort Port, string Lun)? _target;

    /// <summary>What the kernel prints for a table it refuses.</summary>
    public static string Refusal(IllumosStatus status) => $"NOTICE: Invalid iBFT table 0x{(int)status:x}";

    public ConsumerView View()
    {
        IllumosStatus status;
        try
        {
            status = Read();
        }
        catch (ReadBeyondException beyond)
        {
            return new ConsumerView(ConsumerOutcome.Undefined) { Nics = _nics, Targets = _targets, Native = [beyond.Message] };
        }

        if (status != IllumosStatus.Fine)
        {
            return new ConsumerView(ConsumerOutcome.Rejected) { Nics = Unused(_nics), Targets = Unused(_targets), Messages = [Refusal(status)] };
        }

        var isWhole = _initiatorName is not null && _nics.Count(nic => nic.IsUsed) == _nics.Count && _targets.Count(target => target.IsUsed) == _targets.Count && !table.HasExpansion();
        return new ConsumerView(isWhole && _nic is not null && _target is not null ? ConsumerOutcome.Accepted : ConsumerOutcome.AcceptedInPart)
        {
            Nics = _nics,
            Targets = _targets,
            Native = Properties(),
        };
    }

    private IllumosStatus Read()
    {
        if (IbftChecksum.Sum(table.Bytes(0, length)) != 0)
        {
            return IllumosStatus.Checksum;
        }

        const int control = IbftOffsets.Control.Position;
        if (table.Byte(control) != (byte)StructureId.Control)
        {
            return IllumosStatus.ControlKind;
        }

        var status = IllumosStatus.General;
        for (var field = IbftOffsets.Control.Initiator; field < IbftOffsets.Control.Expansion; field += 2)
        {
            if (table.UInt16(control + field) is > 0 and var offset && (status = ReadStructure(offset)) != IllumosStatus.Fine)
            {
                return status;
            }
        }

        return status;
    }

    // The field decides nothing: whatever kind stands there is read as that kind.
    private IllumosStatus ReadStructure(int offset) => (StructureId)table.Byte(offset) switch
    {
        StructureId.Initiator => ReadInitiator(offset),
        StructureId.Nic => ReadNic(offset),
        StructureId.Target => ReadTarget(offset),
        _ => IllumosStatus.StructureKind,
    };

    private IllumosStatus ReadInitiator(int offset)
    {
        if (IsSelected(offset) && table.UInt16(offset + IbftOffsets.Initiator.Name) > 0)
        {
            _initiatorName = Name(offset + IbftOffsets.Initiator.Name);
        }

        return IllumosStatus.Fine;
    }

    private IllumosStatus ReadNic(int offset)
    {
        var name = $"NIC index {table.Byte(offset + IbftOffsets.StructureHeader.Index)}";
        if (!IsSelected(offset))
        {
            _nics.Add(new SeenStructure(offset, name, false, "ignored: not valid and boot selected"));
            return IllumosStatus.Fine;
        }

        var mac = new PhysicalAddress(table.Bytes(offset + NicField.MacAddress, NicField.MacAddressSize).ToArray());
        _nic = (table.Address(offset + NicField.IpAddress), table.Address(offset + NicField.Gateway), table.Address(offset + NicField.DhcpServer), mac);
        ReplaceEarlier(_nics);
        var prefix = table.Byte(offset + NicField.SubnetMaskPrefix);
        _nics.Add(new SeenStructure(offset, name, true, $"{AddressText.Full(_nic.Value.Ip)}/{prefix} on {MacText.Format(mac)}{Gateway(_nic.Value.Gateway)}"));
        return IllumosStatus.Fine;
    }

    private static string Gateway(IbftAddress gateway) => gateway.IsSpecified ? $", gateway {AddressText.Full(gateway)}" : "";

    private IllumosStatus ReadTarget(int offset)
    {
        var name = $"target index {table.Byte(offset + IbftOffsets.StructureHeader.Index)}";
        if (!IsSelected(offset))
        {
            _targets.Add(new SeenStructure(offset, name, false, "ignored: not valid and boot selected"));
            return IllumosStatus.Fine;
        }

        var address = table.Address(offset + TargetField.IpAddress);
        var port = table.UInt16(offset + TargetField.Port);
        _targetName = table.UInt16(offset + TargetField.Name) > 0 ? Name(offset + TargetField.Name) : null;
        var status = ReadChap(offset, out var login);
        if (status != IllumosStatus.Fine)
        {
            _targets.Add(new SeenStructure(offset, name, false, $"refused: {login}"));
            return status;
        }

        var lun = Convert.ToHexStringLower(table.Bytes(offset + TargetField.BootLun, TargetField.BootLunSize));
        _target = (address, port, $"{lun[..4]}-{lun[4..8]}-{lun[8..12]}-{lun[12..]}");
        ReplaceEarlier(_targets);
        _targets.Add(new SeenStructure(offset, name, true, $"login at {AddressText.Full(address)}:{port}, {login}"));
        return IllumosStatus.Fine;
    }

    private IllumosStatus ReadChap(int offset, out string login)
    {
        var type = (ChapType)table.Byte(offset + TargetField.ChapType);
        if (type == ChapType.None)
        {
            _chapName = null;
            login = "no CHAP";
            return IllumosStatus.Fine;
        }

        var nameLength = table.UInt16(offset + TargetField.ChapName);
        _chapName = nameLength > 0 ? Name(offset + TargetField.ChapName) : null;
        var secretLength = table.UInt16(offset + TargetField.ChapSecret);
        login = "CHAP without a secret";
        if (secretLength == 0)
        {
            return IllumosStatus.General;
        }

        table.Bytes(table.UInt16(offset + TargetField.ChapSecret + 2), secretLength);
        login = "CHAP";
        return type == ChapType.Mutual ? ReadReverseChap(offset, nameLength, out login) : IllumosStatus.Fine;
    }

    // The reverse name gets the room of the other name, and the reverse secret is read from where the other secret is.
    private IllumosStatus ReadReverseChap(int offset, int nameLength, out string login)
    {
        var reverseLength = table.UInt16(offset + TargetField.ReverseChapName);
        _reverseChapName = reverseLength > 0 ? table.Text(table.UInt16(offset + TargetField.ReverseChapName + 2), nameLength) : null;
        if (table.UInt16(offset + TargetField.ReverseChapSecret) == 0)
        {
            login = "mutual CHAP without a reverse secret";
            return IllumosStatus.ReverseSecret;
        }

        var cut = nameLength < reverseLength ? $"the reverse name cut to {nameLength} bytes and " : "";
        login = $"mutual CHAP with {cut}the wrong reverse secret (that of the other direction)";
        return IllumosStatus.Fine;
    }

    private bool IsSelected(int offset) => (table.Byte(offset + IbftOffsets.StructureHeader.Flags) & Selected) == Selected;

    private string Name(int descriptor) => table.Text(table.UInt16(descriptor + 2), table.UInt16(descriptor));

    private static void ReplaceEarlier(List<SeenStructure> seen)
    {
        for (var i = 0; i < seen.Count; i++)
        {
            if (seen[i].IsUsed)
            {
                seen[i] = seen[i] with { IsUsed = false, Summary = "replaced by a later one" };
            }
        }
    }

    private static List<SeenStructure> Unused(List<SeenStructure> seen) =>
        [.. seen.Select(one => one.IsUsed ? one with { IsUsed = false, Summary = "not used: the table is refused" } : one)];

    // What the kernel prints when iscsi_print_bootprop is 1.
    private List<string> Properties()
    {
        var lines = new List<string>();
        Add("Initiator Name : ", _initiatorName);
        Add("Initiator CHAP Name  : ", _chapName);
        if (_nic is { } nic)
        {
            lines.Add($"Local IP addr  : {AddressText.Full(nic.Ip)}");
            lines.Add($"Local gateway  : {LikeNic(nic.Gateway)}");
            lines.Add($"Local DHCP     : {LikeNic(nic.Dhcp)}");
            lines.Add($"Local MAC      : {MacText.Format(nic.Mac)}");
        }

        Add("Target Name    : ", _targetName);
        if (_target is { } target)
        {
            lines.Add($"Target IP      : {AddressText.Full(target.Ip)}");
            lines.Add($"Target Port    : {target.Port}");
            lines.Add($"Boot LUN       : {target.Lun}");
        }

        Add("CHAP Name      : ", _reverseChapName);
        return lines;

        void Add(string what, string? text)
        {
            if (text is not null)
            {
                lines.Add(what + text);
            }
        }
    }

    // Gateway and server are printed in the form of the NIC's own address; of an absent one these are zeros.
    private string LikeNic(IbftAddress address) => _nic!.Value.Ip.IsIPv4 && address.IsAbsent ? "0.0.0.0" : AddressText.Full(address);
}
