namespace BootLab.Os.Windows.Checklist;

/// <summary>The lines of one NIC. How they weigh depends on what the NIC is to the boot.</summary>
internal sealed class NicSheet(Card card)
{
    private readonly List<ChecklistLine> _lines = [];
    private readonly List<ChecklistLine> _reasons = [];
    private readonly List<ChecklistLine> _doubts = [];

    public Card Card => card;

    /// <summary>Something without which no boot goes through the NIC.</summary>
    public void Needed(string keyPath, string valueName, WindowsFact fact, string wanted, Func<Judgement> judge)
    {
        var line = Add(keyPath, valueName, fact, wanted, judge);
        if (line.State == CheckState.Unknown)
        {
            _doubts.Add(line);
        }
    }

    /// <summary>Something that is better so; it may still turn out to be needed.</summary>
    public void Better(string keyPath, string valueName, WindowsFact fact, string wanted, Func<Judgement> judge) => Add(keyPath, valueName, fact, wanted, judge);

    public NicReadiness Readiness => new(
        card.Name,
        card.Nic.Device.Path,
        card.Nic.Adapter?.DriverDesc,
        card.Role,
        _reasons.Count > 0 ? false : _doubts.Count > 0 ? null : true,
        _reasons.Count > 0 ? _reasons : _doubts);

    /// <summary>The lines: of a NIC that need not carry the boot nothing is wrong, and of one that may have to it is a warning.</summary>
    public IEnumerable<ChecklistLine> Weighed => _lines.Select(line => line with
    {
        State = (card.Role, line.State) switch
        {
            (NicRole.Other, not CheckState.Ok) => CheckState.Info,
            (NicRole.Candidate, CheckState.Wrong) => CheckState.Warning,
            _ => line.State,
        },
    });

    private ChecklistLine Add(string keyPath, string valueName, WindowsFact fact, string wanted, Func<Judgement> judge)
    {
        var line = Sheet.Line(card.Section, keyPath, valueName, fact, wanted, judge);
        _lines.Add(line);
        if (line.State == CheckState.Wrong)
        {
            _reasons.Add(line);
        }

        return line;
    }
}
