using BootLab.Os;

namespace BootLab.Vm.Sweeping;

/// <summary>An operating system's reader of tables. Which NICs it takes belongs to its verdict.</summary>
internal sealed class TableConsumer(ITableConsumer reader) : ISweepConsumer
{
    public string Id => reader.Id;

    public Foretelling Foretell(SweptCase one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var view = reader.View(new ConsumerInput(one.Memory()) { Machine = one.Machine });
        var nics = view.Nics.Where(nic => nic.IsUsed).Select(nic => one.NicAt(nic.Offset));
        var because = view.Messages.Concat(view.Nics.Concat(view.Targets).Select(structure => $"{structure.Name}: {structure.Summary}"));
        return new Foretelling(new CaseVerdict(Words.Of(view.Outcome), string.Join('+', nics), string.Join("; ", because)), reader.Knowledge.Evidence);
    }
}
