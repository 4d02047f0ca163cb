namespace BootLab.Os.Windows.Stages;

/// <summary>What a stage looks at, fact by fact, until one breaks the boot.</summary>
internal delegate IEnumerable<DecidingFact> StageRules(BootRun boot);

/// <summary>The stages in their order.</summary>
internal static class StageOrder
{
    private static readonly (WindowsStage, StageRules)[] s_boot =
    [
        (WindowsStage.Firmware, S00Firmware.Run),
        (WindowsStage.Loader, S01Loader.Run),
        (WindowsStage.BootDrivers, S02BootDrivers.Run),
        (WindowsStage.Kernel, static _ => []),
        (WindowsStage.PlugAndPlay, static _ => []),
        (WindowsStage.Ndis, static _ => []),
        (WindowsStage.TableToNics, S06TableToNics.Run),
        (WindowsStage.Link, static _ => []),
        (WindowsStage.Login, S08Login.Run),
        (WindowsStage.BootDisk, static _ => []),
        (WindowsStage.Session, static _ => []),
        (WindowsStage.SecondPlugAndPlay, S11SecondPlugAndPlay.Run),
        (WindowsStage.Running, static _ => []),
    ];

    /// <summary>The stages of a boot, or of a set-up.</summary>
    public static IReadOnlyList<(WindowsStage Stage, StageRules Rules)> Of(WindowsSituation situation) => s_boot;
}
