using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Windows.Stages;
using BootLab.Os.Windows.Tables;

namespace BootLab.Os.Windows.Changes;

/// <summary>What a boot program, or the lease that it takes its fields from, could write differently.</summary>
internal static class TableChanges
{
    public static IEnumerable<Change> Of(BootCase boot)
    {
        if (boot.Finding.Table?.Table is not { } table)
        {
            return boot.Finding.Refused is { } refused ? [Take(boot, refused)] : [];
        }

        return Gateways(boot, table).Concat(Flags(boot, table)).Concat(Associations(boot, table)).Concat(Addresses(boot, table)).Concat(Listing(boot, table));
    }

    private static Change Take(BootCase boot, IbftTable refused)
    {
        var fact = boot.Finding.Fact;
        var text = fact.IsSame(FactCatalogue.Checksum) ? "write the table's checksum last, over all of its bytes"
            : fact.IsSame(FactCatalogue.LowMemory) ? "let fewer programs take base memory, so that the table lies above 0x80000"
            : fact.IsSame(FactCatalogue.Aligned) ? "put the table at a multiple of 16"
            : fact.IsSame(FactCatalogue.Signature) ? "write the signature iBFT"
            : "publish the table by ACPI";
        return new Change(text, boot with { Finding = new TableFinding(new BootTable(null, false, refused), FactCatalogue.TableFound, "the table is where it is looked for") });
    }

    private static IEnumerable<Change> Gateways(BootCase boot, IbftTable table)
    {
        foreach (var (nic, target) in Pairs(table))
        {
            if (nic.Gateway.IsSpecified)
            {
                yield return With("leave the gateway out of the boot NIC's lease", boot, table, nic, nic with { Gateway = default });
            }

            if (nic.Gateway != target.IpAddress && target.IpAddress.IsSpecified)
            {
                yield return With($"name the target itself, {target.IpAddress}, as the boot NIC's gateway", boot, table, nic, nic with { Gateway = target.IpAddress });
            }

            if (boot.Situation.Networks.FirstOrDefault(network => nic.IpAddress.ToIPAddress() is { } own && network.Subnet.Contains(own)) is { } segment && IbftAddress.From(segment.Server) is var router && router != nic.Gateway)
            {
                yield return With($"give the boot NIC the gateway {router}", boot, table, nic, nic with { Gateway = router });
            }
        }
    }

    private static IEnumerable<Change> Flags(BootCase boot, IbftTable table)
    {
        if (table.Control.Flags != 0)
        {
            yield return With("write 0 into the flags of control", boot, table with { Control = table.Control with { Flags = 0 } });
        }

        if (table.Initiator is { IsValid: false } || table.Nics.Any(nic => !nic.IsValid) || table.Targets.Any(target => !target.IsValid))
        {
            yield return With("set bit 0 (valid) in the flags of initiator, NICs and targets", boot, table with
            {
                Initiators = [.. table.Initiators.Select(one => one with { Flags = (byte)(one.Flags | IbftFlags.Valid) })],
                Nics = [.. table.Nics.Select(one => one with { Flags = (byte)(one.Flags | IbftFlags.Valid) })],
                Targets = [.. table.Targets.Select(one => one with { Flags = (byte)(one.Flags | IbftFlags.Valid) })],
            });
        }
    }

    private static IEnumerable<Change> Associations(BootCase boot, IbftTable table) =>
        from target in table.Targets
        where target.IpAddress.IsSpecified
        from nic in table.Nics
        where nic.Index != target.NicAssociation && nic.IpAddress.ToIPAddress() is { } own && Reachability.SameSubnet(own, target.IpAddress.ToIPAddress()!, nic.SubnetMaskPrefix)
        select With($"associate {(target.Name.IsAbsent ? $"target {target.Index}" : target.Name)} with NIC {nic.Index}, which reaches it", boot, table with { Targets = table.Targets.Replace(target, target with { NicAssociation = nic.Index }) });

    private static IEnumerable<Change> Addresses(BootCase boot, IbftTable table)
    {
        foreach (var (nic, _) in Pairs(table))
        {
            if (nic.Vlan != 0)
            {
                yield return With("make the boot NIC's port an untagged member of its VLAN, and leave the VLAN out of the table", boot, table, nic, nic with { Vlan = 0 });
            }

            var spec = boot.Situation.Machine?.Nics.FirstOrDefault(one => one.Mac.Equals(nic.MacAddress));
            if (spec is null && boot.Situation.Machine?.Nics.FirstOrDefault(one => one.Pci.Bdf == nic.PciBdf) is { } there)
            {
                yield return With($"write {MacText.Format(there.Mac)}, the MAC address of {BootNic.NameOf(there)}, into the table", boot, table, nic, nic with { MacAddress = there.Mac });
            }
        }

        // sanbootconf gives every NIC that it finds the table's address, be it none.
        if (table.Nics.RemoveAll(nic => !nic.IpAddress.IsSpecified && !Pairs(table).Any(pair => pair.Nic == nic)) is { Length: var left } kept && left < table.Nics.Length)
        {
            yield return With($"boot with a program that leaves NICs without an address out of the table: {string.Join(", ", table.Nics.Except(kept).Select(nic => MacText.Format(nic.MacAddress)))}", boot, table with { Nics = kept });
        }
    }

    private static IEnumerable<Change> Listing(BootCase boot, IbftTable table) =>
        from nic in boot.Situation.Machine?.NicsInPciOrder ?? []
        where !table.Nics.Any(entry => entry.MacAddress.Equals(nic.Mac))
        let entry = new IbftNic
        {
            Offset = 0,
            Id = StructureId.Nic,
            Length = IbftOffsets.Nic.Size,
            Index = (byte)table.Nics.Length,
            Flags = IbftFlags.Valid,
            MacAddress = nic.Mac,
            PciBdf = nic.Pci.Bdf,
        }
        select With($"boot with a program that lists {BootNic.NameOf(nic)} too", boot, table with { Nics = table.Nics.Add(entry) });

    private static IEnumerable<(IbftNic Nic, IbftTarget Target)> Pairs(IbftTable table) =>
        from target in table.Targets
        where target.IsValid
        let nic = table.Nics.FirstOrDefault(one => one.Index == target.NicAssociation)
        where nic is not null
        select (nic, target);

    private static Change With(string text, BootCase boot, IbftTable table, IbftNic nic, IbftNic changed) => With(text, boot, table with { Nics = table.Nics.Replace(nic, changed) });

    private static Change With(string text, BootCase boot, IbftTable table) =>
        new(text, boot with { Finding = boot.Finding with { Table = boot.Finding.Table! with { Table = table } } });
}
