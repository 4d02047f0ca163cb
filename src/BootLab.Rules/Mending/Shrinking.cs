using BootLab.Ibft;
using BootLab.Ibft.Layouts;

namespace BootLab.Rules.Mending;

/// <summary>Places a draft, and gives up what nobody needs for booting when it does not fit.</summary>
internal static class Shrinking
{
    public static IbftTable Place(Draft draft, MendOptions options)
    {
        var tight = options.Layout with { StructureAlignment = 8, HeapAlignment = 1, ReservedPairs = 0, FixedLength = null, HeapPlace = HeapPlace.AfterStructures };
        if (TryPlace(options.Layout, draft, options, out var table))
        {
            return table;
        }

        if (TryPlace(tight, draft, options, out table))
        {
            draft.Note("structures stand closer together", $"the table may have {options.LargestLength} bytes");
            return table;
        }

        foreach (var nic in draft.Nics.Where(nic => nic.Content.HostName is not null))
        {
            nic.Content = nic.Content with { HostName = null };
            draft.Note($"the host name of {nic.Name} is left out", $"the table may have {options.LargestLength} bytes, and nothing needs it to boot");
        }

        if (TryPlace(tight, draft, options, out table))
        {
            return table;
        }

        var needed = tight.Place(draft.Finish()).Size;
        throw new MendException($"found a table that needs {needed} bytes, expected at most {options.LargestLength}; shorten names, or list fewer NICs and targets");
    }

    private static bool TryPlace(TableLayout layout, Draft draft, MendOptions options, out IbftTable table)
    {
        table = null!;
        try
        {
            table = layout.Place(draft.Finish());
        }
        catch (LayoutException)
        {
            return false;
        }

        return table.Size <= options.LargestLength;
    }
}
