using BootLab.Machine;
using BootLab.Os.Linux;
using BootLab.Vm.Judging;
using BootLab.Vm.Running;

namespace BootLab.Vm.Sweeping;

/// <summary>A real kernel's answer in the words of what is foretold of it.</summary>
internal static class KernelAnswer
{
    private const string MacFile = "/mac";

    /// <summary>The model of the kernel that guests run.</summary>
    public static LinuxKernel Model { get; } = new(LinuxVersion.Observed);

    /// <summary>What the kernel made of the table.</summary>
    public static CaseVerdict Verdict(SweptCase one, LinuxVerdict answer) => answer.Outcome switch
    {
        VerdictOutcome.Accepted => new CaseVerdict(Words.Accepted, Nics(one, answer), "every structure is shown"),
        VerdictOutcome.AcceptedInPart => new CaseVerdict(Words.AcceptedInPart, Nics(one, answer), $"not shown: {string.Join("; ", answer.Dropped)}"),
        VerdictOutcome.Rejected => new CaseVerdict(answer.IsFound ? Words.Rejected : Words.NotFound, "", string.Join("; ", answer.Messages)),
        _ => new CaseVerdict(Words.NoAnswer, "", string.Join("; ", answer.Messages.TakeLast(3))),
    };

    /// <summary>Where what it shows is not what was foretold. Links lead where the guest has its cards, which is not always where the lab has them.</summary>
    public static IReadOnlyList<string> Differences(SweptCase one, LinuxVerdict answer) =>
        [.. Comparison.View(Model.Read(one.Memory()).Tree.Entries.Where(entry => !entry.IsLink), answer.View.Where(entry => !entry.IsLink))];

    // In the order of the control structure, as foretold.
    private static string Nics(SweptCase one, LinuxVerdict answer)
    {
        var shown = answer.View.Where(entry => entry.Path.EndsWith(MacFile, StringComparison.Ordinal)).Select(entry => entry.Value).ToHashSet();
        return string.Join('+', one.Table!.Nics.Where(nic => shown.Contains(MacText.Format(nic.MacAddress))).Select(nic => one.NicAt(nic.Offset)));
    }
}
