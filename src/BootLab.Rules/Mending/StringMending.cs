using BootLab.Ibft;

namespace BootLab.Rules.Mending;

/// <summary>Strings: what is cut off is left out, a counted NUL ends them, none is longer than readers hold.</summary>
internal static class StringMending
{
    private const int LongestName = 223;
    private const int LongestCredential = 255;

    public static void Mend(Draft draft)
    {
        var table = draft.Original;
        if (draft.Content.Initiator is { } initiator)
        {
            draft.SetInitiator(initiator with { Name = Mend(draft, initiator.Name, table.Initiator!.Name, "the initiator's name", LongestName) });
        }

        foreach (var nic in draft.Nics)
        {
            nic.Content = nic.Content with { HostName = Mend(draft, nic.Content.HostName, table.Nics[nic.Number].HostName, $"the host name of {nic.Name}", LongestCredential) };
        }

        foreach (var target in draft.Targets)
        {
            var was = table.Targets[target.Number];
            target.Content = target.Content with
            {
                Name = Mend(draft, target.Content.Name, was.Name, $"the name of {target.Name}", LongestName),
                ChapName = Mend(draft, target.Content.ChapName, was.ChapName, $"the CHAP name of {target.Name}", LongestCredential),
                ChapSecret = Mend(draft, target.Content.ChapSecret, was.ChapSecret, $"the CHAP secret of {target.Name}", LongestCredential),
                ReverseChapName = Mend(draft, target.Content.ReverseChapName, was.ReverseChapName, $"the reverse CHAP name of {target.Name}", LongestCredential),
                ReverseChapSecret = Mend(draft, target.Content.ReverseChapSecret, was.ReverseChapSecret, $"the reverse CHAP secret of {target.Name}", LongestCredential),
            };
        }
    }

    private static ByteString? Mend(Draft draft, ByteString? text, IbftString was, string name, int longest)
    {
        if (text is not { } value)
        {
            return null;
        }

        if (value.Length < was.Length || was.Offset < IbftOffsets.MinimumTableSize)
        {
            if (was.Length > 0)
            {
                draft.Note($"{name} is left out", $"it was said to be {was.Length} bytes at 0x{was.Offset:x3}, which do not all lie where strings may");
            }

            return null;
        }

        var end = value.Span.IndexOf((byte)0);
        if (end >= 0)
        {
            draft.Note($"{name} ends at its NUL, after {end} bytes", $"the length {was.Length} counted it");
            value = Cut(value, end);
        }

        if (value.Length > longest)
        {
            draft.Note($"{name} is cut to {longest} bytes", $"it had {value.Length}, more than readers hold");
            value = Cut(value, longest);
        }

        return value.Length == 0 ? default(ByteString?) : value;
    }

    private static ByteString Cut(ByteString text, int length) => new(text.Span[..length].ToArray());
}
