using BootLab.Machine;

namespace BootLab.Os.Windows.Stages;

/// <summary>N-2: the bug of Setup of Server 2012, which leaves other NICs of the boot NIC's model with Code 31, and WAN Miniports too.</summary>
internal static class Code31
{
    public static IEnumerable<DecidingFact> Of(BootRun boot, MachineSpec machine)
    {
        if (boot.With(WindowsTrait.Code31) is not { } bug)
        {
            yield break;
        }

        var fact = FactCatalogue.Code31.On(bug);
        if (!boot.Situation.IsSetup && boot.Windows.Way == InstallWay.Copied)
        {
            yield return BootRun.Holds(fact, "Windows came to its disk as a copy, not by its set-up onto iSCSI: that bug is not in it");
            yield break;
        }

        var listed = machine.Nics.Where(nic => IsListed(boot, nic)).ToList();
        foreach (var nic in machine.NicsInPciOrder.Except(listed))
        {
            var name = BootNic.NameOf(nic);
            if (listed.Find(one => one.Model.VendorId == nic.Model.VendorId && one.Model.DeviceId == nic.Model.DeviceId) is not { } twin)
            {
                yield return BootRun.Holds(FactCatalogue.OtherModel, $"{name} is of another model than the NICs of the table: it starts");
                continue;
            }

            if (!boot.Situation.IsSetup && boot.Windows.Way == InstallWay.Unknown)
            {
                yield return BootRun.Assumed(fact, "nobody says how Windows was installed: taken to be by its set-up, onto the iSCSI disk");
            }

            yield return boot.Degrades(fact, "code-31", name, $"{name} is of the model of {BootNic.NameOf(twin)} and not in the table: Code 31, and the WAN Miniports too");
        }
    }

    // What counts is the table of the installation; where it is not known, today's stands for it.
    private static bool IsListed(BootRun boot, NicSpec nic) =>
        boot.Table?.Nics.Any(entry => entry.IsValid && entry.MacAddress.Equals(nic.Mac)) == true;
}
