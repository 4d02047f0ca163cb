using BootLab.Ibft;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows.Stages;

namespace BootLab.Os.Windows;

/// <summary>
/// What a version of Windows makes of a table by itself: whether it finds it, which NICs become adapters with which addresses and routes, which targets it logs in to. Of the installation nothing is asked:
/// <see cref="WindowsBoot"/> does that.
/// </summary>
/// <param name="release">Which Windows.</param>
public sealed class WindowsConsumer(WindowsRelease release) : ITableConsumer
{
    /// <inheritdoc/>
    public string Id => $"windows-{release.Id}";

    /// <inheritdoc/>
    public string Name => release.Name;

    /// <inheritdoc/>
    public Statement Knowledge { get; } = release.With(WindowsTrait.TableByDriver) is { } byDriver
        ? byDriver.Statement
        : new("as Microsoft documents, firmware that boots it relies on, and users report; the source is closed, and nothing was run", Evidence.Inferred, "WI6", "OSR-NB", "IPXE-IBFT", "EDK2-IBFT");

    /// <inheritdoc/>
    public ConsumerView View(ConsumerInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var run = new BootRun(BootCase.Of(new WindowsSituation { Release = release, Memory = input.Memory, Machine = input.Machine }));
        var finding = run.Case.Finding;
        if (run.Table is not { } table)
        {
            return new ConsumerView(finding.Refused is null ? ConsumerOutcome.NotFound : ConsumerOutcome.Rejected) { Notes = [new Statement(finding.Text, finding.Fact.Evidence, finding.Fact.SourceKeys)] };
        }

        var facts = new List<DecidingFact>();
        foreach (var fact in S06TableToNics.Run(run).Concat(S08Login.Run(run)))
        {
            facts.Add(fact);
            if (fact.Role == FactRole.Breaks)
            {
                break;
            }
        }

        var paths = run.End is null ? run.Paths : [];
        var nics = table.Nics.Select(nic => See(run, nic, paths)).ToList();
        var targets = table.Targets.Select(target => See(target, paths)).ToList();
        return new ConsumerView(paths.Count == 0 ? ConsumerOutcome.Rejected : nics.Concat(targets).All(structure => structure.IsUsed) ? ConsumerOutcome.Accepted : ConsumerOutcome.AcceptedInPart)
        {
            Address = finding.Table!.Address,
            Nics = nics,
            Targets = targets,
            Native = [.. paths.SelectMany(path => Routes(run, path)).Distinct()],
            Notes = [new Statement(finding.Text, finding.Fact.Evidence, finding.Fact.SourceKeys), .. facts.Where(fact => fact.Role is not (FactRole.Holds or FactRole.Assumed)).Select(fact => new Statement($"{fact.Text} ({fact.Id})", fact.Evidence, fact.SourceKeys))],
        };
    }

    private static SeenStructure See(BootRun run, IbftNic nic, IReadOnlyList<BootPath> paths)
    {
        var isStatic = run.With(WindowsTrait.ListedNicIsStatic) is not null;
        var (isUsed, summary) = !nic.IsValid ? (false, "passed over: not valid")
            : run.Situation.Machine is not null && run.InMachine(nic.MacAddress) is null ? (false, "passed over: no adapter has its MAC address")
            : nic.IpAddress.IsSpecified ? (true, $"{nic.IpAddress}/{nic.SubnetMaskPrefix}, static{(paths.Any(path => path.Nic.Entry == nic) ? ", boots" : "")}")
            : (!isStatic, isStatic ? "no address, and DHCP off" : "listed, gets its address later");
        return new SeenStructure(nic.Offset, $"NIC index {nic.Index}", isUsed, summary);
    }

    private static SeenStructure See(IbftTarget target, IReadOnlyList<BootPath> paths) => paths.FirstOrDefault(path => path.Target == target) is { } used
        ? new SeenStructure(target.Offset, $"target index {target.Index}", true, $"logged in to at {target.IpAddress}:{target.Port} by {used.Nic.Name}")
        : new SeenStructure(target.Offset, $"target index {target.Index}", false, target.IsValid ? "out of reach" : "passed over: not valid");

    private static IEnumerable<string> Routes(BootRun run, BootPath path)
    {
        yield return $"{path.Nic.Name}: address {path.Nic.Entry.IpAddress}/{path.Nic.Entry.SubnetMaskPrefix}";
        var gateway = AddressesAndRoutes.GatewayOf(run, path.Nic);
        if (gateway is not null && gateway != path.Target.IpAddress && run.With(WindowsTrait.GatewayHostRoute) is not null)
        {
            yield return $"{path.Nic.Name}: route to {path.Target.IpAddress} alone by {gateway}, fixed";
        }
        else if (AddressesAndRoutes.HasZeroGateway(run, path.Nic) && run.With(WindowsTrait.ZeroGatewayRoute) is not null)
        {
            yield return $"{path.Nic.Name}: default route by 0.0.0.0";
        }
    }
}
