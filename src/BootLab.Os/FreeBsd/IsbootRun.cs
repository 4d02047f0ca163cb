using System.Globalization;
using System.Net.NetworkInformation;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Reading;
using NicField = BootLab.Ibft.IbftOffsets.Nic;
using TargetField = BootLab.Ibft.IbftOffsets.Target;

namespace BootLab.Os.FreeBsd;

/// <summary>One start of the driver: the table is checked and printed, then NIC 0 is configured, then target 0 is logged in to.</summary>
internal sealed class IsbootRun(UncheckedTable table, MachineSpec? machine)
{
    /// <summary>The driver's buffers for names and secrets, NUL included.</summary>
    private const int NameBuffer = 256;

    private readonly List<string> _messages = [];
    private readonly List<SeenStructure> _nics = [];
    private readonly List<SeenStructure> _targets = [];
    private readonly List<string> _native = [];
    private int _initiator;
    private int _nic0;
    private int _target0;

    public ConsumerView View()
    {
        ConsumerOutcome outcome;
        try
        {
            outcome = IsTableTaken() ? Boot() : ConsumerOutcome.Rejected;
        }
        catch (ReadBeyondException beyond)
        {
            _native.Clear();
            _native.Add(beyond.Message);
            outcome = ConsumerOutcome.Undefined;
        }

        return new ConsumerView(outcome) { Messages = _messages, Nics = _nics, Targets = _targets, Native = _native };
    }

    // The first half: checksum, control structure, and what the five fixed fields point to.
    private bool IsTableTaken()
    {
        var length = BitConverter.ToInt32(table.Bytes(IbftOffsets.Header.Length, 4));
        var sum = length > 0 ? IbftChecksum.Sum(table.Bytes(0, length)) : 0;
        if (sum != 0)
        {
            return Refuse($"checksum error sum=0x{sum:x}");
        }

        const int control = IbftOffsets.Control.Position;
        if (table.Byte(control) is var id && id != (byte)StructureId.Control)
        {
            return Refuse($"Control Structure error (id={id})");
        }

        _initiator = table.UInt16(control + IbftOffsets.Control.Initiator);
        _nic0 = table.UInt16(control + IbftOffsets.Control.Nic0);
        _target0 = table.UInt16(control + IbftOffsets.Control.Target0);
        return IsOfKind("Initiator", _initiator, StructureId.Initiator, PrintInitiator)
            && IsOfKind("NIC0", _nic0, StructureId.Nic, PrintNic)
            && IsOfKind("Target0", _target0, StructureId.Target, PrintTarget)
            && IsOfKind("NIC1", table.UInt16(control + IbftOffsets.Control.Nic1), StructureId.Nic, offset => _nics.Add(new(offset, "NIC1", false, "not used: only NIC 0 is")))
            && IsOfKind("Target1", table.UInt16(control + IbftOffsets.Control.Target1), StructureId.Target, offset => _targets.Add(new(offset, "TGT1", false, "not used: only target 0 is")));
    }

    private bool IsOfKind(string field, int offset, StructureId expected, Action<int> print)
    {
        if (offset == 0)
        {
            return true;
        }

        var id = table.Byte(offset);
        if (id != (byte)expected)
        {
            return Refuse($"{field} Structure error (id={id})");
        }

        print(offset);
        return true;
    }

    private bool Refuse(string words)
    {
        _messages.Add($"isboot0: iBFT: {words}");
        return false;
    }

    private void Print(string words) => _messages.Add($"isboot0: iBFT: {words}");

    private void PrintInitiator(int initiator) => PrintName("Initiator name", initiator + IbftOffsets.Initiator.Name);

    private void PrintNic(int nic)
    {
        Print($"NIC0: IP: {AddressText.Full(table.Address(nic + NicField.IpAddress))}/{table.Byte(nic + NicField.SubnetMaskPrefix)}");
        var gateway = table.Address(nic + NicField.Gateway);
        if (!gateway.IsAbsent)
        {
            Print($"NIC0: Gateway: {AddressText.Full(gateway)}");
        }

        Print($"NIC0: MAC address: {MacText.Format(Mac(nic))}");
        PrintName("NIC0: Hostname", nic + NicField.HostName);
    }

    private void PrintTarget(int target)
    {
        var lun = BitConverter.ToUInt64(table.Bytes(target + TargetField.BootLun, TargetField.BootLunSize));
        Print($"TGT0: IP {AddressText.Full(table.Address(target + TargetField.IpAddress))}, Port {table.UInt16(target + TargetField.Port)}, LUN {lun:x}");
        PrintName("TGT0: Name", target + TargetField.Name);
    }

    private void PrintName(string what, int descriptor)
    {
        if (table.UInt16(descriptor + 2) is > 0 and var offset)
        {
            Print($"{what}: {table.Text(offset, table.UInt16(descriptor))}");
        }
    }

    // The second half. What fails here fails without a word, or with a short one; there is no disk then, and the kernel asks for a root file system.
    private ConsumerOutcome Boot()
    {
        if (_nic0 == 0 || _target0 == 0)
        {
            var missing = _nic0 == 0 ? "NIC 0" : "target 0";
            DropBoth($"not used: the control structure names no {missing}");
            return ConsumerOutcome.Rejected;
        }

        var mac = Mac(_nic0);
        if (machine is not null && !machine.Nics.Any(nic => nic.Mac.Equals(mac)))
        {
            Drop(_nics, _nic0, "NIC0", $"not used: no interface has {MacText.Format(mac)}");
            Drop(_targets, _target0, "TGT0", "not reached: its NIC is not there");
            return ConsumerOutcome.Rejected;
        }

        return Configure(MacText.Format(mac)) ?? LogIn();
    }

    /// <summary>Sets address and default route of NIC 0; null when that went well.</summary>
    private ConsumerOutcome? Configure(string mac)
    {
        var address = table.Address(_nic0 + NicField.IpAddress);
        var target = table.Address(_target0 + TargetField.IpAddress);
        var prefix = table.Byte(_nic0 + NicField.SubnetMaskPrefix);
        var isIPv4 = address.IsIPv4 && target.IsIPv4;
        _messages.Add($"isboot0: configuring NIC{table.Byte(_nic0 + IbftOffsets.StructureHeader.Index)} for {(isIPv4 ? "IPv4" : "IPv6")}");
        if (prefix > (isIPv4 ? 32 : 128))
        {
            _messages.Add("isboot0: error configuring IP parameters");
            Drop(_nics, _nic0, "NIC0", $"refused: prefix length {prefix}");
            Drop(_targets, _target0, "TGT0", "not reached: its NIC has no address");
            return ConsumerOutcome.Rejected;
        }

        if (isIPv4 && prefix == 0)
        {
            // The mask comes of a shift by 32 bits, which C does not define.
            Drop(_nics, _nic0, "NIC0", "undefined: prefix length 0");
            Drop(_targets, _target0, "TGT0", "undefined: the prefix length of its NIC is 0");
            _native.Add("a prefix length of 0 makes the mask by a shift of all 32 bits");
            return ConsumerOutcome.Undefined;
        }

        if (!isIPv4 && (address.IsAbsent || address.IsIPv4 || target.IsAbsent || target.IsIPv4))
        {
            Drop(_nics, _nic0, "NIC0", address.IsSpecified ? "set for IPv6: address and target are not of one family" : "set for IPv6: it has no address, and there is no DHCP client");
            Drop(_targets, _target0, "TGT0", "not reached over IPv6");
            return ConsumerOutcome.Rejected;
        }

        _nics.Insert(0, new SeenStructure(_nic0, "NIC0", true, $"{AddressText.Full(address)}/{prefix} on {mac}{NicRemarks()}"));
        return null;
    }

    private string NicRemarks()
    {
        var gateway = table.Address(_nic0 + NicField.Gateway);
        var remarks = gateway.IsSpecified ? $", gateway {AddressText.Full(gateway)}" : "";
        var vlan = table.UInt16(_nic0 + NicField.Vlan);
        return vlan != 0 ? $"{remarks}; VLAN {vlan.ToString(CultureInfo.InvariantCulture)} ignored" : remarks;
    }

    private ConsumerOutcome LogIn()
    {
        // Without an initiator the driver takes the header for one, and reads descriptor bytes there.
        var initiator = Name(_initiator + IbftOffsets.Initiator.Name);
        var name = Name(_target0 + TargetField.Name);
        var chap = table.Byte(_target0 + TargetField.ChapType);
        var address = AddressText.Full(table.Address(_target0 + TargetField.IpAddress));
        var port = table.UInt16(_target0 + TargetField.Port);
        var login = (ChapType)chap switch
        {
            ChapType.OneWay => "CHAP",
            ChapType.Mutual => "Mutual CHAP",
            _ => "no CHAP",
        };
        if (login != "no CHAP")
        {
            Name(_target0 + TargetField.ChapName);
            Name(_target0 + TargetField.ChapSecret);
            _messages.Add($"isboot0: CHAP Type: {login}");
        }

        if ((ChapType)chap == ChapType.Mutual)
        {
            Name(_target0 + TargetField.ReverseChapName);
            Name(_target0 + TargetField.ReverseChapSecret);
        }

        _targets.Insert(0, new SeenStructure(_target0, "TGT0", true, $"login at {address}:{port}, {login}; all its LUNs are looked at"));
        AddNative(initiator, name, address, port);
        var isComplete = _initiator != 0 && initiator.Length > 0 && name.Length > 0;
        return isComplete && _nics.Count + _targets.Count == 2 && !table.HasExpansion() ? ConsumerOutcome.Accepted : ConsumerOutcome.AcceptedInPart;
    }

    private void AddNative(string initiator, string name, string address, ushort port)
    {
        var lun = BitConverter.ToInt64(table.Bytes(_target0 + TargetField.BootLun, TargetField.BootLunSize));
        _native.AddRange(
        [
            $"hw.ibft.initiator_name: {initiator}",
            $"hw.ibft.initiator_address: {AddressText.Full(table.Address(_nic0 + NicField.IpAddress))}",
            $"hw.ibft.target_name: {name}",
            $"hw.ibft.target_address: {address}",
            $"hw.ibft.target_port: {port}",
            $"hw.ibft.target_lun: {lun}",
            $"hw.ibft.nic_prefix: {table.Byte(_nic0 + NicField.SubnetMaskPrefix)}",
            $"hw.ibft.nic_gateway: {AddressText.Full(table.Address(_nic0 + NicField.Gateway))}",
        ]);
    }

    private string Name(int descriptor) =>
        table.Text(table.UInt16(descriptor + 2), Math.Min(table.UInt16(descriptor), (ushort)(NameBuffer - 1)));

    private PhysicalAddress Mac(int nic) => new(table.Bytes(nic + NicField.MacAddress, NicField.MacAddressSize).ToArray());

    private void DropBoth(string why)
    {
        if (_nic0 != 0)
        {
            Drop(_nics, _nic0, "NIC0", why);
        }

        if (_target0 != 0)
        {
            Drop(_targets, _target0, "TGT0", why);
        }
    }

    private static void Drop(List<SeenStructure> seen, int offset, string name, string why) => seen.Insert(0, new SeenStructure(offset, name, false, why));
}
