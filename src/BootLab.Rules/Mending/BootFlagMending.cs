using BootLab.Ibft;

namespace BootLab.Rules.Mending;

/// <summary>There is a target to boot from, and a NIC to boot through.</summary>
internal static class BootFlagMending
{
    private const byte Both = IbftFlags.Valid | IbftFlags.BootSelected;

    public static void Mend(Draft draft)
    {
        if (draft.BootTarget is not { } target)
        {
            draft.Left.Add("there is no target: only you know what to boot from");
            return;
        }

        if (!Draft.Has(target.Content.Flags, Both))
        {
            target.Content = target.Content with { Flags = (byte)(target.Content.Flags | Both) };
            draft.Note($"{target.Name} is valid and boot selected", "no target was, and open-iscsi and illumos boot from none then");
        }

        if (target.Nic is { } nic && !Draft.Has(nic.Content.Flags, Both))
        {
            nic.Content = nic.Content with { Flags = (byte)(nic.Content.Flags | Both) };
            draft.Note($"{nic.Name} is valid and boot selected", $"it carries {target.Name}, which is booted from");
        }

        foreach (var idle in draft.Nics.Where(idle => Draft.Has(idle.Content.Flags, IbftFlags.BootSelected)))
        {
            if (!draft.Targets.Exists(other => other.Nic == idle && Draft.Has(other.Content.Flags, IbftFlags.BootSelected)))
            {
                idle.Content = idle.Content with { Flags = (byte)(idle.Content.Flags & ~IbftFlags.BootSelected) };
                draft.Note($"{idle.Name} is not boot selected", "it carries no boot target: open-iscsi might take it for another one's");
            }
        }
    }
}
