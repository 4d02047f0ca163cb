using System.Net.NetworkInformation;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Windows.Conditions;
using BootLab.Os.Windows.Knowing;

namespace BootLab.Os.Windows.Stages;

/// <summary>How a boot that broke ended.</summary>
internal sealed record BootEnd(WindowsOutcome Outcome, uint? Code);

/// <summary>A boot under way: what is known, what the stages have found so far, and the words in which they say it.</summary>
internal sealed class BootRun
{
    private const uint InaccessibleBootDevice = 0x7b;

    private readonly List<Degradation> _degradations = [];
    private readonly Dictionary<WindowsTrait, VersionDifference?> _traits = [];

    public BootRun(BootCase boot)
    {
        Case = boot;
        Table = boot.Finding.Table?.Table;
        FillPaths();
        NetworkBoot = Windows.Hive is { } hive ? NetworkBoot.Of(Table is not null, hive) : new NetworkBoot(Table is not null);
    }

    public BootCase Case { get; }

    public WindowsSituation Situation => Case.Situation;

    public WindowsRelease Release => Windows.Release;

    public KnownWindows Windows => Case.Windows;

    /// <summary>The table that was found; null when there is none.</summary>
    public IbftTable? Table { get; }

    /// <summary>What the loader goes by when it chooses drivers.</summary>
    public NetworkBoot NetworkBoot { get; }

    /// <summary>The targets that may still be reached, in control's order, each with its NIC.</summary>
    public List<BootPath> Paths { get; } = [];

    /// <summary>Why targets of the table are no paths.</summary>
    public List<(WindowsFact Fact, string Text)> Unusable { get; } = [];

    /// <summary>How it ended; null while it goes on.</summary>
    public BootEnd? End { get; private set; }

    /// <summary>What broke the boot, else what degraded it first; null while nothing is wrong.</summary>
    public WindowsFact? Decisive { get; private set; }

    public IReadOnlyList<Degradation> Degradations => _degradations;

    /// <summary>Asks rules about each NIC by which a target is to be reached, until they have put it out of the boot.</summary>
    public IEnumerable<DecidingFact> AskNics(Func<BootNic, IEnumerable<DecidingFact>> rules)
    {
        foreach (var nic in Paths.Select(path => path.Nic).Distinct().ToList())
        {
            foreach (var fact in rules(nic))
            {
                yield return fact;
                if (!Paths.Exists(path => path.Nic == nic))
                {
                    break;
                }
            }
        }
    }

    /// <summary>The same for each target.</summary>
    public IEnumerable<DecidingFact> AskPaths(Func<BootPath, IEnumerable<DecidingFact>> rules)
    {
        foreach (var path in Paths.ToList())
        {
            foreach (var fact in rules(path))
            {
                yield return fact;
                if (!Paths.Contains(path))
                {
                    break;
                }
            }
        }
    }

    /// <summary>How it is known that this Windows, with its fixes, has a trait; null when it has it not.</summary>
    public VersionDifference? With(WindowsTrait trait)
    {
        if (!_traits.TryGetValue(trait, out var difference))
        {
            _traits[trait] = difference = Windows.With(trait);
        }

        return difference;
    }

    /// <summary>The machine's NIC with a MAC address.</summary>
    public NicSpec? InMachine(PhysicalAddress mac) => Situation.Machine?.Nics.FirstOrDefault(nic => nic.Mac.Equals(mac));

    public static DecidingFact Holds(WindowsFact fact, string text) => Of(fact, FactRole.Holds, text);

    public static DecidingFact Assumed(WindowsFact fact, string text) => Of(fact, FactRole.Assumed, text);

    public static DecidingFact Notes(WindowsFact fact, string text) => Of(fact, FactRole.Notes, text);

    /// <summary>It crashes with 0x7B and restarts; set-up refuses the disk.</summary>
    public DecidingFact Breaks(WindowsFact fact, string text) => Situation.IsSetup
        ? Ends(fact, text, WindowsOutcome.SetupRefusesDisk)
        : Ends(fact, text, WindowsOutcome.CrashAndReboot, InaccessibleBootDevice);

    /// <summary>It ends in another way.</summary>
    public DecidingFact Ends(WindowsFact fact, string text, WindowsOutcome outcome, uint? code = null)
    {
        if (IsMended(fact))
        {
            return Holds(fact, text);
        }

        End = new BootEnd(outcome, code);
        return Decides(fact, FactRole.Breaks, text);
    }

    /// <summary>It goes on with less than it should have.</summary>
    public DecidingFact Degrades(WindowsFact fact, string kind, string? nic, string text)
    {
        if (IsMended(fact))
        {
            return Holds(fact, text);
        }

        var deciding = Decides(fact, FactRole.Degrades, text);
        _degradations.Add(new Degradation(nic, kind, deciding));
        return deciding;
    }

    /// <summary>A target is out of reach: the boot breaks when it was the last, and goes on with one path less when it was not (T-ORD-7).</summary>
    public DecidingFact Loses(BootPath path, WindowsFact fact, string text)
    {
        if (IsMended(fact))
        {
            return Holds(fact, text);
        }

        Paths.Remove(path);
        return Paths.Count == 0 ? Breaks(fact, text) : Degrades(FactCatalogue.DeadTargets, "lost-path", path.Nic.Name, $"{text}; it is passed over ({fact.Id})");
    }

    /// <summary>A NIC does not come up: all targets behind it are out of reach.</summary>
    public DecidingFact Loses(BootNic nic, WindowsFact fact, string text)
    {
        if (IsMended(fact))
        {
            return Holds(fact, text);
        }

        Paths.RemoveAll(path => path.Nic == nic);
        return Paths.Count == 0 ? Breaks(fact, text) : Degrades(FactCatalogue.DeadTargets, "lost-path", nic.Name, $"{text}; its targets are passed over ({fact.Id})");
    }

    private bool IsMended(WindowsFact fact) => Case.Mended.Any(fact.IsSame);

    private void FillPaths()
    {
        if (Table is null)
        {
            return;
        }

        var nics = Table.Nics.Select((nic, number) => new BootNic(nic, number, InMachine(nic.MacAddress))).ToList();
        foreach (var target in Table.Targets)
        {
            if (!target.IsValid)
            {
                Unusable.Add((FactCatalogue.TargetValid, $"target {target.Index} is in the table without the VALID flag"));
            }
            else if (nics.Find(nic => nic.Entry.Index == target.NicAssociation) is not { } nic)
            {
                Unusable.Add((FactCatalogue.Association, $"target {target.Index} is associated with NIC {target.NicAssociation}: no NIC of the table has that index"));
            }
            else
            {
                Paths.Add(new BootPath(target, nic));
            }
        }
    }

    private DecidingFact Decides(WindowsFact fact, FactRole role, string text)
    {
        Decisive = Decisive is null || role == FactRole.Breaks ? fact : Decisive;
        return Of(fact, role, text);
    }

    private static DecidingFact Of(WindowsFact fact, FactRole role, string text) => new(fact.Id, role, OneLine(text), fact.Evidence, fact.SourceKeys);

    /// <summary>A text without control characters: names stand in a table and in a hive as somebody put them there.</summary>
    public static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter)) : text;
}
