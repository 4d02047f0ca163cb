namespace BootLab.Rules.FreeBsd;

/// <summary>The rules of FreeBSD's isboot: BSD001 to BSD011.</summary>
internal static class FreeBsdRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Bsd001FirstPair(),
        new Bsd002StaticAddress(),
        new Bsd003FieldKinds(),
        new Bsd004Family(),
        new Bsd005Vlan(),
        new Bsd006Mac(),
        new Bsd007WhichTable(),
        new Bsd008Lun(),
        new Bsd009SecretOnConsole(),
        new Bsd010Load(),
        new Bsd011LongNames(),
    ];
}
