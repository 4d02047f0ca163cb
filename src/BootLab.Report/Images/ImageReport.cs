using System.Globalization;
using BootLab.Disk.Windows;
using BootLab.Os.Windows.Checklist;
using BootLab.Report.Predictions;

namespace BootLab.Report.Images;

/// <summary>A disk with Windows on it, and what was found there.</summary>
/// <param name="Source">The image as the user named it.</param>
/// <param name="Through">How it was read: its format and the way to its bytes.</param>
/// <param name="Length">Bytes of the disk.</param>
/// <param name="Image">What the disk says.</param>
/// <param name="Checklist">What follows from it.</param>
public sealed record ImageReport(string Source, string Through, long Length, WindowsImage Image, HiveChecklist Checklist)
{
    /// <summary>Whether something is wrong: a step of the boot path, or a line of the checklist.</summary>
    public bool IsWrong => BrokenStep is not null || Checklist.Worst == CheckState.Wrong;

    /// <summary>The step at which the way to Windows ends; null when it is whole.</summary>
    public BootStep? BrokenStep => Image.BootPath.FirstOrDefault(step => step.Problem is not null);

    /// <summary>The lines that say more than that all is well, weightiest first.</summary>
    public IEnumerable<ChecklistLine> Findings => Checklist.Lines.Where(line => line.State > CheckState.Info).OrderByDescending(line => line.State).ThenByDescending(line => Checklist.Nics.Any(nic => nic.Has(line)));

    /// <summary>What it comes to, in one line.</summary>
    public string Verdict
    {
        get
        {
            var wrong = Findings.Where(line => line.State == CheckState.Wrong).ToArray();
            var boot = Checklist.Nics.FirstOrDefault(nic => nic.Role == NicRole.Boot);
            var doubts = Checklist.Lines.Count(line => line.State == CheckState.Unknown);
            return BrokenStep is { } step ? $"Windows is not reached: {Step(step)}"
                : wrong is [var first, ..] ? $"{(first.Section == HiveChecklist.BootConfigurationSection ? "the boot manager does not find Windows" : "Windows does not boot from iSCSI (stop 0x7B)")}: {Of(first)}{Others(wrong.Length - 1)}"
                : Image.BootPath is [{ What: BootStep.BootCatalogue } medium] ? $"a disc to start from, on which no Windows is installed: {Step(medium)}"
                : Checklist.Release is null || Checklist.ControlSet is null ? $"whether Windows boots from iSCSI cannot be said: {Of(Findings.First())}"
                : $"nothing is wrong for a boot from iSCSI through {(boot is not null ? boot.Name : Able)}{(doubts > 0 ? $", as far as can be said ({doubts} unknown)" : "")}{Unable}{Warnings}";
        }
    }

    /// <summary>Which NICs could carry the boot, and which could not, and why, in one line.</summary>
    public string NicsInOneLine => Checklist.Nics.Count == 0 ? "no NIC is known" : string.Join("; ", Checklist.Nics.OrderBy(nic => nic.Role).Select(nic => nic.CanBoot switch
    {
        true => $"{nic.Name} could carry the boot",
        false => $"{nic.Name} could not: {Facts(nic)}",
        null => $"{nic.Name}: cannot be said",
    }));

    /// <summary><c>2 wrong, 1 warning</c>; <c>nothing wrong</c>.</summary>
    public string Counts
    {
        get
        {
            var steps = Image.BootPath.Count(step => step.Problem is not null);
            string[] parts =
            [
                .. Counted(steps + Checklist.Lines.Count(line => line.State == CheckState.Wrong), "wrong", "wrong"),
                .. Counted(Checklist.Lines.Count(line => line.State == CheckState.Warning), "warning", "warnings"),
                .. Counted(Checklist.Lines.Count(line => line.State == CheckState.Unknown), "unknown", "unknown"),
            ];
            return parts.Length == 0 ? "nothing wrong" : string.Join(", ", parts);
        }
    }

    /// <summary>Which Windows it is, whose rules hold and which control set they are about.</summary>
    public string Windows => Image.Version is null && Checklist.ControlSet is null
        ? $"none found{(Checklist.Release is { } given ? $"; rules of {given.Name} ({given.Id})" : "")}"
        : $"{Image.Version?.ProductName ?? "a Windows without a name"}, build {Image.Version?.Build?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}{(Image.Version?.Revision is { } revision ? $".{revision}" : "")}"
        + $"{(Image.Version?.InstallationType is { Length: > 0 } type ? $", {type}" : "")}; {(Checklist.Release is { } release ? $"rules of {release.Name} ({release.Id})" : "whose rules hold is not known")}; {Checklist.ControlSet ?? "no control set"}";

    /// <summary>A step of the boot path in words.</summary>
    public static string Step(BootStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Problem is null ? $"{step.What}, {step.Where}" : $"{step.What}, {step.Where}: {step.Problem}{(step.Code is { } code ? $" ({PredictionWords.Code(code)})" : "")}";
    }

    private string Able => string.Join(" or ", Checklist.Nics.Where(nic => nic is { CanBoot: true, Role: not NicRole.Other }).Select(nic => nic.Name));

    // Which of them the boot goes through, only its table can say.
    private string Unable => string.Concat(Checklist.Nics.Where(nic => nic is { CanBoot: false, Role: NicRole.Candidate }).Select(nic => $"; through {nic.Name} it does not boot (stop 0x7B, {Facts(nic)})"));

    private string Warnings => Findings.Where(line => line.State == CheckState.Warning && !Checklist.Nics.Any(nic => nic.Has(line))).Select(line => line.FactId).Distinct().ToArray() is { Length: > 0 } ids ? $"; warnings: {string.Join(", ", ids)}" : "";

    private static string Facts(NicReadiness nic) => string.Join(", ", nic.Reasons.Select(reason => reason.FactId).Distinct());

    private static string Of(ChecklistLine line) => $"{line.Section}: {line.Text} ({ImageWords.Rule(line)})";

    private static string Others(int count) => count switch { 0 => "", 1 => " (and one more)", _ => $" (and {count} more)" };

    private static IEnumerable<string> Counted(int count, string one, string many) => count == 0 ? [] : [$"{count} {(count == 1 ? one : many)}"];
}
