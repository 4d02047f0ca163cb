using System.Net;
using System.Net.Sockets;
using BootLab.Labs.Files.Sections;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;
using BootLab.Labs.Predicting;
using BootLab.Machine;
using BootLab.Rom;

namespace BootLab.Labs.Files;

/// <summary>What concerns several parts of a lab together: names that must exist, things that must differ, programs and what they know.</summary>
internal sealed class LabChecks(LabFile lab, MapReader root)
{
    public void Run()
    {
        CheckNics();
        CheckTargets();
        CheckRom(lab.Rom, lab.Machine, (MapNode)root.NodeOf(LabSection.Rom));
        CheckVariants();
        CheckPredictions(root, LabSection.Expect);
        if (root.Find(LabSection.Matrix) is not null)
        {
            new MatrixChecks(lab, root).Run();
        }
    }

    private void CheckNics()
    {
        var nics = ItemsOf((MapNode)root.NodeOf(LabSection.Machine), MachineSection.Nics);
        if (nics.Count == 0)
        {
            root.Report(LabSection.Machine, "found a machine without a NIC, expected at least one in 'nics'");
        }

        RequireDifferent(nics, MachineSection.Nic.Name, "name");
        RequireDifferent(nics, MachineSection.Nic.Mac, "MAC address");
        RequireDifferent(nics, MachineSection.Nic.Pci, "PCI address");
        foreach (var nic in nics.Where(nic => nic.Has(MachineSection.Nic.Network)))
        {
            RequireKnown(nic, MachineSection.Nic.Network, "network", lab.Networks.Select(network => network.Name));
        }
    }

    private void CheckTargets()
    {
        var targets = ItemsOf(root.Map, LabSection.Targets);
        RequireDifferent(targets, TargetSection.Iqn, "name");
        foreach (var target in targets.Where(target => target.Has(TargetSection.Portals)))
        {
            var seen = new HashSet<IPEndPoint>();
            foreach (var (portal, node) in target.Get(TargetSection.Portals).Zip(((ListNode)target.NodeOf(TargetSection.Portals)).Items))
            {
                if (!lab.Networks.Any(network => Holds(network, portal.Address)))
                {
                    root.Context.Report(node, $"found the portal {portal}, expected an address in a network of the lab ({Subnets()}); change the portal or add its network");
                }
                else if (!seen.Add(portal))
                {
                    root.Context.Report(node, $"found the portal {portal} twice, expected it once");
                }
            }
        }

        if (lab.Networks.Count == 0 && targets.Count > 0)
        {
            root.Report(LabSection.Targets, "found targets but no network, expected the network they are on; add 'networks:'");
        }
    }

    private void CheckVariants()
    {
        var variants = ItemsOf(root.Map, LabSection.Beside);
        RequireDifferent(variants, LabSection.Variant.Name, "name");
        foreach (var (variant, map) in lab.Beside.Zip(variants))
        {
            CheckRom(variant.Rom, variant.Machine, map.Get(LabSection.Variant.Overrides));
            CheckPredictions(map, LabSection.Variant.VariantExpect);
        }
    }

    private void CheckPredictions(MapReader map, Key<ExpectSpec> key)
    {
        if (!map.Has(key))
        {
            return;
        }

        var expect = new MapReader((MapNode)map.NodeOf(key), map.Context);
        foreach (var profile in ExpectSection.Predictions.Where(profile => expect.Has(profile)))
        {
            if (LabSituation.ReleaseOf(lab.Os) is null)
            {
                expect.Report(profile, $"found a prediction in a lab whose system is no Windows, expected 'os: {{system: windows-server-2012}}' or the like; add it, or take '{profile.Name}' away");
            }

            var nics = new MapReader((MapNode)expect.NodeOf(profile), map.Context).NodeOf(PredictionSection.Nics) as MapNode;
            foreach (var name in expect.Get(profile).Nics.Keys.Except(lab.Machine.Nics.Select(nic => nic.Name)))
            {
                var place = nics!.Entries.First(entry => entry.Key.Text == name).Key;
                map.Context.Report(place, $"found the NIC {place.Quoted}, expected one that the machine has: {string.Join(", ", lab.Machine.Nics.Select(nic => nic.Name))}");
            }
        }
    }

    /// <summary>Checks a boot program; <paramref name="written"/> holds the keys that were written for it, not those it inherits.</summary>
    private void CheckRom(RomSpec rom, MachineSpec machine, MapNode written)
    {
        var map = new MapReader(written, root.Context);
        foreach (var (key, programs) in RomSection.Limited.Where(limited => map.Has(limited.Key) && !limited.Programs.Contains(rom.Program.Kind)))
        {
            map.Report(key, $"found '{key.Name}' for {rom.Program}, expected it only for {string.Join(", ", programs).ToLowerInvariant()}; take it away");
        }

        if (!rom.Program.RunsOn(machine.Firmware))
        {
            var needed = machine.Firmware == FirmwareKind.Bios ? FirmwareKind.Uefi : FirmwareKind.Bios;
            map.Report(RomSection.Producer, $"found {rom.Program} on {machine.Firmware.ToString().ToLowerInvariant()} firmware, expected {needed.ToString().ToLowerInvariant()}; set 'firmware: {needed.ToString().ToLowerInvariant()}'");
        }

        var names = lab.Machine.Nics.Select(nic => nic.Name).ToArray();
        if (map.Has(RomSection.BootNic) && rom.BootNic is not null)
        {
            RequireKnown(map, RomSection.BootNic, "NIC", names);
        }

        if (rom is { Driver: NicDriver.Undi, BootNic: null })
        {
            map.Report(RomSection.Driver, "found the driver undi without 'boot-nic', expected the NIC whose ROM it uses; add 'boot-nic: NAME'");
        }

        foreach (var attempt in ItemsOf(written, RomSection.Attempts))
        {
            RequireKnown(attempt, AttemptSection.Nic, "NIC", names);
        }
    }

    private List<MapReader> ItemsOf(MapNode map, Key list) =>
        [.. (map[list.Name] as ListNode)?.Items.Select(item => new MapReader((MapNode)item, root.Context)) ?? []];

    private static void RequireDifferent<T>(IEnumerable<MapReader> items, Key<T> key, string what)
        where T : notnull
    {
        var first = new Dictionary<T, YamlNode>();
        foreach (var item in items)
        {
            if (!first.TryAdd(item.Get(key), item.NodeOf(key)))
            {
                item.Report(key, $"found the {what} {item.NodeOf(key).Found} twice, first in line {first[item.Get(key)].Place.Line}, expected different ones");
            }
        }
    }

    private static void RequireKnown(MapReader map, Key<string> key, string what, IEnumerable<string> names)
    {
        var known = names.ToArray();
        var name = map.Get(key);
        if (known.Contains(name))
        {
            return;
        }

        var nearest = Suggestion.Nearest(name, known);
        var mend = nearest is not null ? $"did you mean '{nearest}'?" : known.Length == 0 ? "there is none" : $"there are {string.Join(", ", known)}";
        map.Report(key, $"found the {what} '{name}', expected one that the lab has; {mend}");
    }

    private static bool Holds(NetworkSpec network, IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? network.Subnet.Contains(address)
        : network.RouterAdvertisements?.Prefix?.Contains(address) ?? false;

    private string Subnets() => lab.Networks.Count == 0
        ? "it has none"
        : string.Join(", ", lab.Networks.SelectMany(network => new[] { network.Subnet.ToString(), network.RouterAdvertisements?.Prefix?.ToString() }).OfType<string>());
}
