using BootLab.Os.Knowledge;

namespace BootLab.Rules.SeedOrdering;

/// <summary>
/// A rule of the origin question: how Windows Server 2012 took the tables of one diskless server with one dual-port NIC, written down by its
/// administrator in 2013. One machine, one system, one report: what better evidence says stands beside each rule.
/// </summary>
public abstract class SeedOrderingRule : Rule
{
    private protected static readonly Effect FailsSomehow = new(
        Consequence.Fails, Reported: false, "Windows fails; the report does not say how (assumed: crash and reboot)");

    /// <inheritdoc/>
    public override Severity Severity => Severity.Error;

    /// <inheritdoc/>
    public override Evidence Evidence => Evidence.SingleReport;

    /// <inheritdoc/>
    public override string Source => "serverfault 477708";
}
