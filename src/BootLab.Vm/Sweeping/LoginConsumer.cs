using BootLab.Os.Knowledge;
using BootLab.Vm.Running;

namespace BootLab.Vm.Sweeping;

/// <summary>A Linux that logs in with open-iscsi as the table says, and then asks for leases on the other NICs. It is judged by booting it.</summary>
internal sealed class LoginConsumer : ISweepConsumer
{
    public const string Name = "login";

    public string Id => Name;

    public Foretelling Foretell(SweptCase one)
    {
        ArgumentNullException.ThrowIfNull(one);
        return new Foretelling(Read(Predictor.Of(one.Boot, one.Lab, one.Delivery).Outcome), Evidence.Observed);
    }

    public static CaseVerdict Read(VmOutcome? outcome) => outcome is null
        ? new CaseVerdict(Words.Unknown, "", "the lab's targets misbehave on purpose")
        : new CaseVerdict(outcome.Id, string.Join('+', outcome.Without), outcome.Reason);
}
