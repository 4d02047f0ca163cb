using BootLab.Ibft;

namespace BootLab.Rules.Mending;

/// <summary>Header, control and what control names in vain.</summary>
internal static class HeaderMending
{
    public static void Mend(Draft draft)
    {
        var header = draft.Original.Header;
        if (header.Signature != "iBFT")
        {
            draft.Note("the signature is iBFT", $"it was {Quoted(header.Signature)}, which not every reader takes");
        }

        if (header.Revision != 1)
        {
            draft.Note("the revision is 1", $"it was {header.Revision}; Linux takes no other");
        }

        if (draft.Content.ControlFlags != 0)
        {
            draft.Note("the flags of control are 0", $"they were 0x{draft.Content.ControlFlags:x2}; with them installers do not find the disk");
            draft.SetControlFlags(0);
        }

        foreach (var other in draft.Original.Others)
        {
            draft.Note($"the structure at 0x{other.Offset:x3} is left out", $"its id is {(byte)other.Id} or its end lies behind the table: nobody can read it");
        }

        if (draft.Original.Initiators.Length > 1)
        {
            draft.Note($"the first initiator is kept of {draft.Original.Initiators.Length}", "Linux loses the whole table over a second one");
        }

        if (draft.Content.Initiator is not { } initiator)
        {
            draft.Left.Add("there is no initiator: only you know the name that logs in");
        }
        else if (!Draft.Has(initiator.Flags, IbftFlags.Valid | IbftFlags.BootSelected))
        {
            draft.SetInitiator(initiator with { Flags = IbftFlags.Valid | IbftFlags.BootSelected });
            draft.Note("the initiator is valid and boot selected", "illumos and sanbootconf pass over it otherwise");
        }
    }

    private static string Quoted(string text) => $"\"{string.Concat(text.Select(letter => char.IsBetween(letter, ' ', '~') ? letter : '?'))}\"";
}
