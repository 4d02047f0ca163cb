namespace BootLab.Rules.Illumos;

/// <summary>The rules of illumos: SUN001 to SUN007.</summary>
internal static class IllumosRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Sun001LowMemory(),
        new Sun002Length(),
        new Sun003BootFlags(),
        new Sun004FixedFields(),
        new Sun005Strings(),
        new Sun006MutualChap(),
        new Sun007ChapSecret(),
    ];
}
