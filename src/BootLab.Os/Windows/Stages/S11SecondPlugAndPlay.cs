
namespace BootLab.Os.Windows.Stages;

/// <summary>S11: Plug and Play starts all other NICs, and addresses are set.</summary>
internal static class S11SecondPlugAndPlay
{
    public static IEnumerable<DecidingFact> Run(BootRun boot) => Code31.Of(boot).Concat(ListedWithoutAddress(boot)).Concat(TwoAddresses(boot));

    private static IEnumerable<DecidingFact> ListedWithoutAddress(BootRun boot)
    {
        var isStatic = boot.With(WindowsTrait.ListedNicIsStatic);
        foreach (var entry in boot.Table?.Nics ?? [])
        {
            if (!entry.IsValid || entry.IpAddress.IsSpecified || boot.Paths.Exists(path => path.Nic.Entry == entry) || boot.InMachine(entry.MacAddress) is not { } nic)
            {
                continue;
            }

            var name = BootNic.NameOf(nic);
            yield return isStatic is not null
                ? boot.Degrades(FactCatalogue.NoAddress.On(isStatic), "no-address", name, $"{name} is in the table without an address: sanbootconf switches its DHCP off, and it gets none")
                : BootRun.Holds(FactCatalogue.NoAddress, $"{name} is in the table without an address, and gets one later");
        }
    }

    private static IEnumerable<DecidingFact> TwoAddresses(BootRun boot) => boot.AskNics(nic => nic.Known?.Hive?.Interface is { EnableDhcp: not true } own
        && own.IPAddresses.FirstOrDefault(address => address is not ("" or "0.0.0.0") && address != nic.Entry.IpAddress.ToString()) is { } other
            ? [boot.Degrades(FactCatalogue.TwoAddresses, "two-addresses", nic.Name, $"the image gives {nic.Name} the static address {other} beside {nic.Entry.IpAddress} of the table")]
            : []);
}
