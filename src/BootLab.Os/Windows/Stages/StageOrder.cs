namespace BootLab.Os.Windows.Stages;

/// <summary>What a stage looks at, fact by fact. It is not asked further once a fact has broken the boot: a rule that comes behind another may rely on it.</summary>
internal delegate IEnumerable<DecidingFact> StageRules(BootRun boot);

/// <summary>The stages in their order.</summary>
internal static class StageOrder
{
    private static readonly (WindowsStage, StageRules)[] s_boot =
    [
        (WindowsStage.Firmware, S00Firmware.Run),
        (WindowsStage.Loader, S01Loader.Run),
        (WindowsStage.BootDrivers, S02BootDrivers.Run),
        (WindowsStage.Kernel, S03Kernel.Run),
        (WindowsStage.PlugAndPlay, S04PlugAndPlay.Run),
        (WindowsStage.Ndis, S05Ndis.Run),
        (WindowsStage.TableToNics, S06TableToNics.Run),
        (WindowsStage.Link, S07Link.Run),
        (WindowsStage.Login, S08Login.Run),
        (WindowsStage.BootDisk, S09BootDisk.Run),
        (WindowsStage.Session, S10Session.Run),
        (WindowsStage.SecondPlugAndPlay, S11SecondPlugAndPlay.Run),
        (WindowsStage.Running, S12Running.Run),
    ];

    // Set-up has no session and no running system: what it leaves behind stands where other NICs would start.
    private static readonly (WindowsStage, StageRules)[] s_setup =
    [
        (WindowsStage.Firmware, S00Firmware.Run),
        (WindowsStage.Loader, SetupStages.Loader),
        (WindowsStage.BootDrivers, SetupStages.Drivers),
        (WindowsStage.PlugAndPlay, SetupStages.PlugAndPlay),
        (WindowsStage.TableToNics, S06TableToNics.Run),
        (WindowsStage.Link, S07Link.Run),
        (WindowsStage.Login, S08Login.Run),
        (WindowsStage.BootDisk, SetupStages.Disk),
        (WindowsStage.SecondPlugAndPlay, SetupStages.Installation),
    ];

    /// <summary>The stages of a boot, or of a set-up.</summary>
    public static IReadOnlyList<(WindowsStage Stage, StageRules Rules)> Of(WindowsSituation situation) => situation.IsSetup ? s_setup : s_boot;
}
