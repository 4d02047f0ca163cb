using System.Globalization;
using BootLab.Disk.Windows;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows.Checklist;
using BootLab.Report.Terminal;

namespace BootLab.Report.Images;

/// <summary>Words and colours of what is said about a disk.</summary>
internal static class ImageWords
{
    /// <summary><c>ok</c>, <c>info</c>, <c>unknown</c>, <c>warning</c>, <c>wrong</c>.</summary>
    public static string Of(CheckState state) => state.ToString().ToLowerInvariant();

    public static Colour ColourOf(CheckState state) => state switch
    {
        CheckState.Ok => Colour.Green,
        CheckState.Wrong => Colour.Red,
        CheckState.Info => Colour.Dim,
        _ => Colour.Yellow,
    };

    /// <summary>For people: what a NIC is to the boot.</summary>
    public static string Said(NicRole role) => role switch { NicRole.Boot => "boot NIC", NicRole.Candidate => "candidate", _ => "not for this boot" };

    /// <summary>For programs: <c>boot</c>, <c>candidate</c>, <c>other</c>.</summary>
    public static string Of(NicRole role) => role.ToString().ToLowerInvariant();

    public static string CanBoot(bool? canBoot) => canBoot switch { true => "yes", false => "no", null => "unknown" };

    /// <summary>The matter and how it is known: <c>W-SVC-1 vendor</c>.</summary>
    public static string Rule(ChecklistLine line) => $"{line.FactId} {line.Evidence.Word()}";

    /// <summary>What is there and what should be.</summary>
    public static string FoundAndWanted(ChecklistLine line) => line.Wanted.Length == 0 ? $"found {line.Found}" : $"found {line.Found}; wanted {line.Wanted}";

    /// <summary>How the disk is divided: <c>MBR, signature 12345678</c>.</summary>
    public static string Scheme(WindowsImage image) => image.GptGuid is { } id ? $"GPT, disk {id}"
        : image.MbrSignature is { } signature ? $"MBR, signature {signature:x8}"
        : "neither MBR nor GPT";

    public static string Firmware(BootWay way) => way == BootWay.Uefi ? "UEFI" : "BIOS";

    /// <summary>A count of bytes in the unit that suits it.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };
}
