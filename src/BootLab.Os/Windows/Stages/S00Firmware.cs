using BootLab.Machine;

namespace BootLab.Os.Windows.Stages;

/// <summary>S0: the boot program logs in, leaves a table, and starts the disk's boot program.</summary>
internal static class S00Firmware
{
    // The longest table that tools with fixed buffers take, and EDK2's, which boots.
    private const int UsualLength = 1024;
    private const int Edk2Length = 2048;

    // Word 40:13 of the BIOS's data area, in KiB.
    private const ulong FreeMemory = 0x413;
    private const ulong Kibibyte = 1024;

    public static IEnumerable<DecidingFact> Run(BootRun boot)
    {
        if (boot.Situation.PreBoot is not { } before)
        {
            yield return BootRun.Assumed(FactCatalogue.Booted, "nobody says how the boot program fared: taken to have started the disk's boot program");
        }
        else
        {
            yield return before.Booted switch
            {
                true => BootRun.Holds(FactCatalogue.Booted, before.Text),
                false => boot.Ends(FactCatalogue.Booted, $"the boot program did not start the disk: {before.Text}", WindowsOutcome.NoBoot),
                null => BootRun.Assumed(FactCatalogue.Booted, $"{before.Text}: taken for a disk that starts"),
            };
        }

        if (boot.Situation is { PreBoot: not null, Memory: { Firmware: FirmwareKind.Bios, Bytes: var memory } }
            && boot.Case.Finding.Table is { IsByAcpi: false, Address: { } address } && address < memory.ReadUInt16(FreeMemory) * Kibibyte)
        {
            yield return BootRun.Notes(FactCatalogue.Reserved, $"the table at 0x{address:x} lies in memory that the BIOS calls free (40:13 says {memory.ReadUInt16(FreeMemory)} KiB): the loader may use it before it is copied");
        }

        if (boot.Table is { Header.Revision: not 1 and var revision })
        {
            yield return BootRun.Notes(FactCatalogue.Revision, $"the table has revision {revision}: iPXE and EDK2 write 1");
        }

        if (boot.Table is { } table && table.Header.Length > UsualLength && table.Header.Length != Edk2Length)
        {
            yield return BootRun.Notes(FactCatalogue.TableLength, $"the table has {table.Header.Length} bytes: none of more than {UsualLength} is known to boot Windows but EDK2's of {Edk2Length}");
        }
    }
}
