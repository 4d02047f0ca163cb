namespace BootLab.Os.Windows.Stages;

/// <summary>What set-up does other than an installed Windows: it boots from its own medium, has every driver it will ever have, and ends at the disk.</summary>
internal static class SetupStages
{
    public static IEnumerable<DecidingFact> Loader(BootRun boot)
    {
        if (S01Loader.DisksCounted(boot) is not { } count)
        {
            yield return BootRun.Assumed(FactCatalogue.BiosDrive, "set-up's medium is taken to be booted with the boot program's disk still attached");
            yield break;
        }

        yield return count == 0
            ? boot.Breaks(FactCatalogue.BiosDrive, "the BIOS counts no disk (40:75): set-up cannot tell which of its disks the firmware boots, and says that the hardware may not support booting to it")
            : BootRun.Holds(FactCatalogue.BiosDrive, $"the BIOS counts {count} disk{(count == 1 ? "" : "s")} (40:75)");
    }

    public static IEnumerable<DecidingFact> Drivers(BootRun boot)
    {
        yield return boot.Table is null
            ? boot.Breaks(boot.Case.Finding.Fact, $"{boot.Case.Finding.Text}: set-up does not set up networking for iSCSI, and sees no disk")
            : BootRun.Holds(FactCatalogue.SetupSeesTable, $"{boot.Case.Finding.Text}: set-up sets up networking for iSCSI");
    }

    public static IEnumerable<DecidingFact> PlugAndPlay(BootRun boot)
    {
        if (boot.Table is { } table && table.Control.Flags != 0)
        {
            yield return boot.Breaks(FactCatalogue.BootFailover, $"control has flags 0x{table.Control.Flags:x2}: installers were seen not to find the disk");
        }

        foreach (var fact in boot.AskNics(nic => [S04PlugAndPlay.WrongKind(boot, nic) ?? BootRun.Assumed(FactCatalogue.NicResolved, $"set-up's medium is taken to have the driver of {nic.Name} (boot.wim, both indexes)")]))
        {
            yield return fact;
        }
    }

    public static IEnumerable<DecidingFact> Disk(BootRun boot)
    {
        yield return BootRun.Holds(FactCatalogue.SystemDisk, $"{boot.Paths[0].Name} is there to install to");
        if (boot.Situation.Machine is { LocalDisks: > 0 } machine)
        {
            yield return BootRun.Notes(FactCatalogue.LocalDisks, $"the machine has {machine.LocalDisks} local disk{(machine.LocalDisks == 1 ? "" : "s")}: the boot files may land there");
        }
    }

    /// <summary>What set-up leaves for later boots.</summary>
    public static IEnumerable<DecidingFact> Installation(BootRun boot) =>
        boot.AskNics(nic =>
        [
            BootRun.Notes(FactCatalogue.SetupPromotes, $"{nic.Name} becomes the host adapter: its driver and the protocols are promoted"),
            BootRun.Notes(boot.With(WindowsTrait.WfpFilter) is { } wfp ? FactCatalogue.SameNicAfterSetup.On(wfp) : FactCatalogue.SameNicAfterSetup, $"every later boot has to go through {nic.Name} too, that of set-up's second phase first"),
        ])
        .Concat(boot.Release.Generation >= WindowsGeneration.Ten ? [BootRun.Notes(FactCatalogue.FragileSetup, "set-up of Windows 10 and 11 is reported to stop at times, in NDIS.SYS or at its second restart (0x7B); an installed disk that is copied to the target is the other way")] : [])
        .Concat(Code31.Of(boot));
}
