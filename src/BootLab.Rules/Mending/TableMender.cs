using BootLab.Ibft;

namespace BootLab.Rules.Mending;

/// <summary>
/// Makes a good table of any that can be read: what can be told from the table and the machine is put right, each change with its reason; what cannot is left and named.
/// Mending a mended table changes nothing.
/// </summary>
public static class TableMender
{
    /// <summary>Mends a table.</summary>
    /// <param name="bytes">The table from its first byte on.</param>
    /// <param name="options">For whom, and how.</param>
    /// <exception cref="MendException">There are too few bytes for a table, no NIC is the boot NIC that was asked for, or the result does not fit the limit.</exception>
    public static MendedTable Mend(ReadOnlySpan<byte> bytes, MendOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var reading = IbftReader.ReadLenient(bytes);
        if (reading.Table is not { } table)
        {
            throw new MendException($"found {bytes.Length} bytes, expected at least {IbftOffsets.MinimumTableSize} of a table; give the whole table");
        }

        var draft = new Draft(table);
        HeaderMending.Mend(draft);
        StringMending.Mend(draft);
        FieldMending.Mend(draft);
        MachineMending.Mend(draft, options);
        AssociationMending.Mend(draft);
        BootFlagMending.Mend(draft);
        OrderMending.Mend(draft, options);
        OrderMending.NoteIndices(draft);

        var given = bytes[..table.Size].ToArray();
        return IsInOrder(reading, options) && draft.Changes.Count == 0 && bytes.Length == table.Size
            ? new MendedTable(given, [], draft.Left)
            : Place(draft, reading, given, options);
    }

    private static bool IsInOrder(IbftReading reading, MendOptions options)
    {
        var table = reading.Table!;
        return reading.Anomalies.Count == 0 && table.Size <= options.LargestLength && table.Control.Index == 0 && table.Header.Signature == "iBFT"
            && table.Nics.Zip(table.Nics.Skip(1)).All(pair => pair.First.Offset < pair.Second.Offset);
    }

    private static MendedTable Place(Draft draft, IbftReading reading, byte[] given, MendOptions options)
    {
        var mended = IbftWriter.Write(Shrinking.Place(draft, options));
        if (mended.AsSpan().SequenceEqual(given))
        {
            return new MendedTable(given, [], draft.Left);
        }

        foreach (var anomaly in reading.Anomalies)
        {
            draft.Note($"placed anew: {anomaly.Kind switch { AnomalyKind.Checksum => "checksum", _ => "structures and strings" }}", anomaly.ToString());
        }

        if (draft.Changes.Count == 0)
        {
            draft.Note("structures and strings placed anew, checksum made", "their places or their order were not as asked for");
        }

        return new MendedTable(mended, draft.Changes, draft.Left);
    }
}
