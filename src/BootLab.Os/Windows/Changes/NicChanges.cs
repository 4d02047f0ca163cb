using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Windows.Knowing;
using BootLab.Os.Windows.Stages;
using BootLab.Os.Windows.Tables;

namespace BootLab.Os.Windows.Changes;

/// <summary>Cables, the NIC that boots, and a new installation.</summary>
internal static class NicChanges
{
    public static IEnumerable<Change> Of(BootCase boot) =>
        boot.Finding.Table?.Table is { } table && BootNicOf(boot, table) is var (entry, nic, portal) ? Cables(boot, nic, portal).Concat(OtherNic(boot, table, entry, nic)) : [];

    /// <summary>Set-up once more, with the table as it is.</summary>
    public static IEnumerable<Change> NewInstallation(BootCase boot)
    {
        if (boot.Situation.IsSetup || boot.Finding.Table?.Table is not { } table || BootNicOf(boot, table) is not var (_, nic, _))
        {
            yield break;
        }

        yield return new Change($"install Windows again through {BootNic.NameOf(nic)}", boot with
        {
            Mended = [],
            Windows = new KnownWindows
            {
                Release = boot.Windows.Release,
                Nics = [.. boot.Situation.Machine!.Nics.Select(one => Installed(one, table))],
                KnowsAllNics = true,
                Way = InstallWay.SetupToIscsi,
                Build = boot.Windows.Build,
                Hotfixes = boot.Windows.Release.Included,
            },
        });
    }

    private static IEnumerable<Change> Cables(BootCase boot, NicSpec nic, System.Net.IPAddress portal)
    {
        if (boot.Situation.Networks.FirstOrDefault(network => network.Subnet.Contains(portal)) is { } segment && (nic.Network != segment.Name || !nic.LinkUp))
        {
            yield return Plugged($"plug {BootNic.NameOf(nic)} into network {segment.Name}", boot, nic, nic with { Network = segment.Name, LinkUp = true });
        }
        else if (!nic.LinkUp && nic.Network is not null)
        {
            yield return Plugged($"give {BootNic.NameOf(nic)} link", boot, nic, nic with { LinkUp = true });
        }
    }

    // The cables move with the part that each NIC plays.
    private static IEnumerable<Change> OtherNic(BootCase boot, IbftTable table, IbftNic entry, NicSpec nic)
    {
        foreach (var known in boot.Windows.Nics.Where(known => known.IsListed != false && known.Pci is not null && known.Pci != nic.Pci))
        {
            if (boot.Situation.Machine!.Nics.FirstOrDefault(one => one.Pci == known.Pci) is not { } installed)
            {
                continue;
            }

            var machine = boot.Situation.Machine with
            {
                Nics = [.. boot.Situation.Machine.Nics.Select(one => one == nic ? nic with { Network = installed.Network, LinkUp = installed.LinkUp } : one == installed ? installed with { Network = nic.Network, LinkUp = nic.LinkUp } : one)],
            };
            var changed = table with
            {
                Nics =
                [
                    .. table.Nics.Select(one => one == entry ? one with { MacAddress = installed.Mac, PciBdf = installed.Pci.Bdf }
                        : one.MacAddress.Equals(installed.Mac) ? one with { MacAddress = nic.Mac, PciBdf = nic.Pci.Bdf }
                        : one),
                ],
            };
            yield return new Change($"boot through {BootNic.NameOf(installed)} again, with the cables swapped", boot with
            {
                Situation = boot.Situation with { Machine = machine },
                Finding = boot.Finding with { Table = boot.Finding.Table! with { Table = changed } },
            });
        }
    }

    private static KnownNic Installed(NicSpec nic, IbftTable table) => new()
    {
        Pci = nic.Pci,
        Mac = nic.Mac,
        VendorId = nic.Model.VendorId,
        DeviceId = nic.Model.DeviceId,
        Subsystem = nic.Subsystem,
        Revision = nic.Revision,
        SerialNumber = nic.SerialNumber,
        IsListed = table.Lists(nic.Mac),
    };

    private static Change Plugged(string text, BootCase boot, NicSpec nic, NicSpec changed) => new(text, boot with
    {
        Situation = boot.Situation with { Machine = boot.Situation.Machine! with { Nics = [.. boot.Situation.Machine.Nics.Select(one => one == nic ? changed : one)] } },
    });

    private static (IbftNic Entry, NicSpec Nic, System.Net.IPAddress Portal)? BootNicOf(BootCase boot, IbftTable table) =>
        table.Targets.FirstOrDefault(target => target.IsValid) is { } target && target.IpAddress.ToIPAddress() is { } portal
        && table.Nics.FirstOrDefault(one => one.Index == target.NicAssociation) is { } entry
        && boot.Situation.Machine?.Nics.FirstOrDefault(one => one.Mac.Equals(entry.MacAddress)) is { } nic ? (entry, nic, portal) : null;
}
