using System.Globalization;
using BootLab.Machine;

namespace BootLab.Rom;

/// <summary>The families of boot programs that write an iBFT.</summary>
public enum BootProgramKind
{
    /// <summary>gPXE, Etherboot's successor.</summary>
    Gpxe,

    /// <summary>iPXE.</summary>
    Ipxe,

    /// <summary>IScsiDxe, the iSCSI driver of EDK2.</summary>
    Edk2,

    /// <summary>BootLab's own producer: every NIC of the machine in the table.</summary>
    Bootlab,
}

/// <summary>Which boot program, and the day of its source: behaviour that changed later than that day is not there yet.</summary>
/// <param name="Name">The name as the lab gives it.</param>
/// <param name="Kind">The family.</param>
/// <param name="Date">The committer date of the revision.</param>
public sealed record BootProgram(string Name, BootProgramKind Kind, DateOnly Date)
{
    /// <summary>What <see cref="TryParse"/> accepts, for messages.</summary>
    public const string Expected = "gpxe-1.0.0, ipxe, ipxe-36a4c85, ipxe-YYYY-MM-DD, edk2 or bootlab";

    // Dates of the revisions whose tables were compared or read.
    private static readonly BootProgram[] Known =
    [
        new("gpxe-1.0.0", BootProgramKind.Gpxe, new DateOnly(2010, 2, 2)),
        new("ipxe-36a4c85", BootProgramKind.Ipxe, new DateOnly(2019, 1, 25)),
        new("ipxe", BootProgramKind.Ipxe, new DateOnly(2026, 8, 21)),
        new("edk2", BootProgramKind.Edk2, new DateOnly(2022, 11, 25)),
        new("bootlab", BootProgramKind.Bootlab, new DateOnly(2026, 8, 21)),
    ];

    // The first iPXE is the day gPXE 1.0.1 was renamed.
    private static readonly DateOnly FirstIpxe = new(2010, 4, 19);

    /// <summary>Reads a name: one of the known ones, or <c>ipxe-</c> with a day (April 2010 or later).</summary>
    public static bool TryParse(string? text, out BootProgram program)
    {
        program = Array.Find(Known, known => known.Name == text)!;
        if (program is null
            && text is not null && text.StartsWith("ipxe-", StringComparison.Ordinal)
            && DateOnly.TryParseExact(text.AsSpan(5), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date >= FirstIpxe)
        {
            program = new BootProgram(text, BootProgramKind.Ipxe, date);
        }

        return program is not null;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">The name is not known.</exception>
    public static BootProgram Parse(string text) => TryParse(text, out var program)
        ? program
        : throw new FormatException($"'{text}' is no boot program; expected {Expected}");

    /// <summary>Whether the program is there for a firmware: gPXE is for BIOS alone, EDK2 for UEFI alone.</summary>
    public bool RunsOn(FirmwareKind firmware) => Kind switch
    {
        BootProgramKind.Gpxe => firmware == FirmwareKind.Bios,
        BootProgramKind.Edk2 => firmware == FirmwareKind.Uefi,
        _ => true,
    };

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
