using BootLab.Ibft;
using BootLab.Ibft.Layouts;

namespace BootLab.Rules.Mending;

/// <summary>A table while it is mended: what it says, and what was changed.</summary>
internal sealed class Draft
{
    public Draft(IbftTable table)
    {
        Original = table;
        Content = IbftContent.From(table);
        Nics = [.. Content.Nics.Select((content, number) => new DraftNic(number, table.Nics[number].Index, content))];
        Targets = [.. Content.Targets.Select((content, number) => new DraftTarget(number, content) { Nic = Nics.Find(nic => nic.Index == content.NicAssociation) })];
    }

    public IbftTable Original { get; }

    public IbftContent Content { get; private set; }

    public List<DraftNic> Nics { get; }

    public List<DraftTarget> Targets { get; }

    public List<TableChange> Changes { get; } = [];

    public List<string> Left { get; } = [];

    /// <summary>The target that is booted from: the first valid one with the boot flag, else the first valid one, else the first.</summary>
    public DraftTarget? BootTarget => Targets.Find(target => Has(target.Content.Flags, IbftFlags.Valid | IbftFlags.BootSelected))
        ?? Targets.Find(target => Has(target.Content.Flags, IbftFlags.Valid)) ?? Targets.FirstOrDefault();

    public void Note(string what, string why) => Changes.Add(new TableChange(what, why));

    public void SetInitiator(InitiatorContent initiator) => Content = Content with { Initiator = initiator };

    public void SetControlFlags(byte flags) => Content = Content with { ControlFlags = flags };

    /// <summary>What is to be placed.</summary>
    public IbftContent Finish() => Content with
    {
        ControlPairs = 0,
        Nics = [.. Nics.Select(nic => nic.Content)],
        Targets = [.. Targets.Select(target => target.Content with { NicAssociation = target.Nic is { } nic ? (byte)Nics.IndexOf(nic) : target.Content.NicAssociation })],
    };

    public static bool Has(byte flags, int wanted) => (flags & wanted) == wanted;
}

/// <summary>A NIC of a draft.</summary>
/// <param name="number">Its place in the table that was given; -1 when it was added.</param>
/// <param name="index">Its index byte there.</param>
/// <param name="content">What it says.</param>
internal sealed class DraftNic(int number, byte index, NicContent content)
{
    public int Number { get; } = number;

    public byte Index { get; } = index;

    public NicContent Content { get; set; } = content;

    public string Name => Number < 0 ? $"NIC {PciText.Format(Content.PciBdf)}" : $"NIC {Number} ({PciText.Format(Content.PciBdf)})";
}

/// <summary>A target of a draft.</summary>
/// <param name="number">Its place in the table that was given.</param>
/// <param name="content">What it says.</param>
internal sealed class DraftTarget(int number, TargetContent content)
{
    public int Number { get; } = number;

    public TargetContent Content { get; set; } = content;

    /// <summary>The NIC that reaches it; null when the association names none.</summary>
    public DraftNic? Nic { get; set; }

    public string Name => $"target {Number}";
}
