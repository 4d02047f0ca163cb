using BootLab.Machine;
using BootLab.Os.Windows.Tables;

namespace BootLab.Os.Windows.Stages;

/// <summary>
/// N-2: Setup of Server 2012 onto an iSCSI disk leaves other NICs of the boot NIC's model with Code 31, and WAN Miniports too. All conditions have to be met: the version, the fix not in,
/// installed by Setup onto iSCSI, the same make and model as a NIC of the table, not in the table itself.
/// </summary>
internal static class Code31
{
    public static IEnumerable<DecidingFact> Of(BootRun boot)
    {
        if (boot.Situation.Machine is not { } machine)
        {
            yield break;
        }

        if (boot.Windows.IsMended(WindowsTrait.Code31))
        {
            yield return BootRun.Holds(FactCatalogue.Code31, "the fix is in: the other NICs start");
        }

        if (boot.With(WindowsTrait.Code31) is not { } bug)
        {
            yield break;
        }

        var fact = boot.Windows.IsClient ? FactCatalogue.Code31.On(bug).Inferred : FactCatalogue.Code31.On(bug);
        if (!boot.Situation.IsSetup && boot.Windows.Way == InstallWay.Copied)
        {
            yield return BootRun.Holds(fact, "Windows came to its disk as a copy, not by Setup onto iSCSI: the other NICs start");
            yield break;
        }

        var listed = machine.Nics.Where(nic => IsListed(boot, nic)).ToList();
        var isAssumed = !boot.Situation.IsSetup && boot.Windows.Way == InstallWay.Unknown;
        foreach (var nic in machine.NicsInPciOrder.Except(listed))
        {
            var name = BootNic.NameOf(nic);
            if (listed.Find(one => IsSameModel(boot, one, nic)) is not { } twin)
            {
                yield return BootRun.Holds(FactCatalogue.OtherModel, $"{name} is of another model than the NICs of the table: it starts");
                continue;
            }

            if (isAssumed)
            {
                isAssumed = false;
                yield return BootRun.Assumed(fact, "nobody says how Windows was installed: taken to be by Setup, onto the iSCSI disk");
            }

            yield return boot.Degrades(fact, "code-31", name, $"{name} is of the model of {BootNic.NameOf(twin)} and not in the table{(boot.Windows.KnowsAllNics ? " of the installation" : "")}: Code 31, and the WAN Miniports too");
        }
    }

    // What Setup did counts: the table of the installation. Where nobody says what it listed, today's stands for it.
    private static bool IsListed(BootRun boot, NicSpec nic) =>
        (boot.Situation.IsSetup ? null : boot.Windows.Nics.FirstOrDefault(known => known.Pci == nic.Pci)?.IsListed)
        ?? boot.Table?.Lists(nic.Mac) == true;

    private static bool IsSameModel(BootRun boot, NicSpec one, NicSpec other)
    {
        var services = (Service(boot, one), Service(boot, other));
        return services is (not null, not null)
            ? services.Item1.Equals(services.Item2, StringComparison.OrdinalIgnoreCase)
            : one.Model.VendorId == other.Model.VendorId && one.Model.DeviceId == other.Model.DeviceId;
    }

    private static string? Service(BootRun boot, NicSpec nic) => boot.Windows.Nics.FirstOrDefault(known => known.Pci == nic.Pci)?.Service;
}
