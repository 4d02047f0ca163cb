namespace BootLab.Rules.Esxi;

/// <summary>The rules of ESXi, as far as anybody says: ESX001 to ESX007.</summary>
internal static class EsxiRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Esx001Ipv4(),
        new Esx002OnePair(),
        new Esx003TargetsAnswer(),
        new Esx004Mac(),
        new Esx005NoAddress(),
        new Esx007Vlan(),
    ];
}
