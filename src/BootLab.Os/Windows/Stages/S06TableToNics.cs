using BootLab.Machine;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows.Conditions;

namespace BootLab.Os.Windows.Stages;

/// <summary>S6: the initiator gets the table; its NICs become adapters with addresses and routes.</summary>
internal static class S06TableToNics
{
    private const int LongestName = 223;

    public static IEnumerable<DecidingFact> Run(BootRun boot)
    {
        var byDriver = boot.With(WindowsTrait.TableByDriver);
        var mac = boot.Situation.IsSetup ? FactCatalogue.NicResolved : byDriver is null ? FactCatalogue.Mac : FactCatalogue.Mac.As(Evidence.Source, "SBC-NIC");
        WindowsFact Known(WindowsFact fact) => byDriver is null ? fact : fact.As(Evidence.Source, "SBC-IBFT");
        if (boot.Table is not { } table)
        {
            yield return boot.Breaks(boot.Case.Finding.Fact, $"{boot.Case.Finding.Text}: the initiator has no target to log in to");
            yield break;
        }

        if (byDriver is null && !boot.Situation.IsSetup && boot.Windows.Hive is { } hive)
        {
            var device = hive.Initiators is [var first, ..] ? first.Device : null;
            if (device is null || DeviceStart.Obstacle(device) is not null)
            {
                yield return boot.Breaks(FactCatalogue.InitiatorDevice, device is null ? "there is no ROOT\\ISCSIPRT: the initiator was never installed" : $"{device.Path} {DeviceStart.Obstacle(device)}");
                yield break;
            }

            yield return BootRun.Holds(FactCatalogue.InitiatorDevice, $"{device.Path} starts");
        }

        if (byDriver is not null)
        {
            yield return BootRun.Holds(boot.Case.Finding.Fact.On(byDriver), $"{boot.Case.Finding.Text}: sanbootconf takes it");
        }

        if (table.Initiator is not { IsValid: true } initiator)
        {
            yield return boot.Breaks(Known(FactCatalogue.InitiatorValid), table.Initiator is null ? "the table has no initiator" : $"the initiator's flags are 0x{table.Initiator.Flags:x2}: it is not valid");
            yield break;
        }

        if (initiator.Name.Length is 0 or > LongestName)
        {
            yield return boot.Breaks(FactCatalogue.InitiatorName, $"the initiator name has {initiator.Name.Length} bytes: expected 1 to {LongestName}");
            yield break;
        }

        foreach (var (fact, text) in boot.Unusable)
        {
            yield return boot.Paths.Count == 0 ? boot.Breaks(fact, text) : boot.Degrades(fact, "lost-path", null, text);
            if (boot.End is not null)
            {
                yield break;
            }
        }

        if (boot.Paths.Count == 0)
        {
            yield return boot.Breaks(FactCatalogue.NamesATarget, "the table names no target");
            yield break;
        }

        foreach (var nic in boot.Nics)
        {
            if (!nic.Entry.IsValid)
            {
                yield return boot.Loses(nic, Known(FactCatalogue.NicValid), $"{nic.Name} is in the table without the VALID flag");
            }
            else if (boot.Situation.Machine is null)
            {
                yield return BootRun.Assumed(mac, $"the machine is not known: taken to have a NIC with {MacText.Format(nic.Entry.MacAddress)}");
            }
            else if (nic.Machine is null)
            {
                yield return boot.Loses(nic, mac, $"no NIC of the machine has {MacText.Format(nic.Entry.MacAddress)}, the MAC address of {nic.Name}");
            }
            else
            {
                yield return BootRun.Holds(mac, $"{nic.Name} has the MAC address of the table's NIC {nic.Entry.Index}");
            }

            if (boot.End is not null)
            {
                yield break;
            }
        }

        foreach (var fact in AddressesAndRoutes.Of(boot))
        {
            yield return fact;
        }
    }
}
