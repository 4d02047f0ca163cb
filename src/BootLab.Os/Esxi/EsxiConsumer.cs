using BootLab.Firmware.Scanning;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Knowledge;
using BootLab.Os.Reading;

namespace BootLab.Os.Esxi;

/// <summary>VMware ESXi. Its source is closed: here is what its vendor documents and what users report, and where both end the answer is that nobody knows.</summary>
public sealed class EsxiConsumer : ITableConsumer
{
    private static readonly Statement s_search = new("where ESXi looks for the table is not documented; it is looked for where the specification says", Evidence.Inferred, "IBFT-SPEC");
    private static readonly Statement s_form = new("what ESXi makes of a table whose form is wrong is not known", Evidence.Inferred);
    private static readonly Statement s_ownNetwork = new("the VMkernel configures a port group of its own from the table, and the target is static and cannot be removed", Evidence.Vendor, "VMWARE-60");
    private static readonly Statement s_noFailover = new("only one NIC and one target serve the boot, without failover", Evidence.Vendor, "VMWARE-51", "VMWARE-60");
    private static readonly Statement s_extraTarget = new("with a further target in the table that did not answer, the target was not found", Evidence.SingleReport, "EDK2-7329");
    private static readonly Statement s_ipv6 = new("ESXi 5.1 does not boot over IPv6; later versions do not say", Evidence.Vendor, "VMWARE-51");
    private static readonly Statement s_mac = new("the NIC is found by its MAC address: tables with PCI address 0 boot", Evidence.Reported, "UROOT-IBFT");
    private static readonly Statement s_dhcp = new("a NIC without an address is configured by DHCP", Evidence.Reported, "UROOT-IBFT");
    private static readonly Statement s_vlan = new("whether the VLAN id becomes that of the port group is not known", Evidence.Inferred);

    /// <inheritdoc/>
    public string Id => "esxi";

    /// <inheritdoc/>
    public string Name => "VMware ESXi";

    /// <inheritdoc/>
    public Statement Knowledge { get; } = new("as its vendor documents and users report; the source is closed", Evidence.Vendor, "VMWARE-51", "VMWARE-60", "UROOT-IBFT", "EDK2-7329");

    /// <inheritdoc/>
    public ConsumerView View(ConsumerInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Find(input.Memory) is not { } place)
        {
            return new ConsumerView(ConsumerOutcome.NotFound) { Notes = [s_search] };
        }

        var size = (int)Math.Min(input.Memory.Bytes.Size - place, IbftOffsets.MaximumTableSize);
        var reading = IbftReader.ReadLenient(input.Memory.Bytes.Read(place, size));
        var view = reading.Table is not { } table || reading.Anomalies.Count > 0
            ? new ConsumerView(ConsumerOutcome.Unknown) { Notes = [s_form] }
            : View(table, input.Machine);
        return view with { Address = place, Notes = [s_search, .. view.Notes] };
    }

    private static ulong? Find(BootMemory memory)
    {
        if (AcpiLookup.First(memory, "iBFT", "IBFT") is { } listed)
        {
            return listed.Address;
        }

        return memory.Firmware == FirmwareKind.Bios && TableScanner.Scan(memory.Bytes, ScanWindow.Specification) is [var first, ..] ? (ulong)first.Address : null;
    }

    private static ConsumerView View(IbftTable table, MachineSpec? machine)
    {
        var nics = table.Nics.Where(nic => nic.IsValid && nic.IsBootSelected).ToList();
        var targets = table.Targets.Where(target => target.IsValid).ToList();
        var isMissing = nics.Any(nic => machine is not null && !machine.Nics.Any(one => one.Mac.Equals(nic.MacAddress)));
        var isIPv6 = nics.Select(nic => nic.IpAddress).Concat(targets.Select(target => target.IpAddress)).Any(address => address.IsSpecified && !address.IsIPv4);
        var notes = new List<Statement> { s_ownNetwork, s_mac };
        AddWhen(nics.Any(nic => !nic.IpAddress.IsSpecified), s_dhcp);
        AddWhen(isIPv6, s_ipv6);
        AddWhen(nics.Count > 1 || targets.Count > 1, s_noFailover);
        AddWhen(targets.Count > 1, s_extraTarget);
        AddWhen(nics.Any(nic => nic.Vlan != 0), s_vlan);
        var isKnown = nics.Count > 0 && targets.Count == 1 && !isMissing && !isIPv6 && nics.All(nic => nic.Vlan == 0);
        return new ConsumerView(!isKnown ? ConsumerOutcome.Unknown : table.Nics.Length > 1 || table.Targets.Length > 1 ? ConsumerOutcome.AcceptedInPart : ConsumerOutcome.Accepted)
        {
            Nics = [.. table.Nics.Select(nic => See(nic, nics, machine))],
            Targets = [.. table.Targets.Select(target => See(target, targets))],
            Notes = notes,
        };

        void AddWhen(bool isSo, Statement statement)
        {
            if (isSo)
            {
                notes.Add(statement);
            }
        }
    }

    private static SeenStructure See(IbftNic nic, List<IbftNic> selected, MachineSpec? machine)
    {
        var mac = MacText.Format(nic.MacAddress);
        var (isUsed, summary) = !selected.Contains(nic) ? (false, "not the boot NIC")
            : machine is not null && !machine.Nics.Any(one => one.Mac.Equals(nic.MacAddress)) ? (false, $"not known: no NIC has {mac}")
            : selected.Count > 1 ? (false, "not known: only one NIC serves the boot")
            : (true, nic.IpAddress.IsSpecified ? $"{nic.IpAddress}/{nic.SubnetMaskPrefix} on {mac}" : $"DHCP on {mac}");
        return new SeenStructure(nic.Offset, $"NIC index {nic.Index}", isUsed, summary);
    }

    private static SeenStructure See(IbftTarget target, List<IbftTarget> valid)
    {
        var (isUsed, summary) = !valid.Contains(target) ? (false, "not valid")
            : valid.Count > 1 ? (false, "not known: only one target serves the boot")
            : (true, $"static target {target.IpAddress}:{target.Port}");
        return new SeenStructure(target.Offset, $"target index {target.Index}", isUsed, summary);
    }
}
