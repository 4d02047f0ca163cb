using BootLab.Ibft;

namespace BootLab.Report.Tables;

/// <summary>Some bytes in which two tables differ, and what each says there.</summary>
/// <param name="Offset">The first byte, counted from the start of the tables.</param>
/// <param name="First">The field in the first table; null when it has none of this name, place and length.</param>
/// <param name="Second">The same in the second one.</param>
public sealed record TableDifference(int Offset, FieldRow? First, FieldRow? Second)
{
    /// <summary>The field with its structure, such as <c>nic[0].ip_address</c>.</summary>
    public string Field
    {
        get
        {
            var row = First ?? Second!;
            return $"{row.Structure}.{row.Field}";
        }
    }

    /// <summary>
    /// Every field of which the two have different bytes, or that only one has, in the order of the bytes; together they cover every byte that differs. What differs in the bytes of a secret is listed, with
    /// the secret masked.
    /// </summary>
    public static IReadOnlyList<TableDifference> Between(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, bool showSecrets)
    {
        var (ofFirst, ofSecond) = (Rows(first, showSecrets), Rows(second, showSecrets));
        var differences = new List<TableDifference>();
        foreach (var key in ofFirst.Keys.Union(ofSecond.Keys))
        {
            var one = ofFirst.GetValueOrDefault(key);
            var other = ofSecond.GetValueOrDefault(key);
            if (one is null || other is null || !Bytes(first, one).SequenceEqual(Bytes(second, other)))
            {
                differences.Add(new TableDifference(key.Offset, one, other));
            }
        }

        return [.. differences.OrderBy(difference => difference.Offset)];
    }

    private static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> table, FieldRow row) => table.Slice(row.Offset, row.Length);

    private static Dictionary<(int Offset, int Length, string Structure, string Field), FieldRow> Rows(ReadOnlySpan<byte> bytes, bool showSecrets)
    {
        var rows = IbftReader.ReadLenient(bytes).Table is { } table
            ? FieldRows.Of(bytes, table, Secrets.Of(table, showSecrets))
            : bytes.Length == 0 ? [] : [new FieldRow(0, bytes.Length, "unreadable", "bytes", "no table")];
        // Zero bytes that belong to no field say nothing.
        return rows.Where(row => row.Field != "padding").ToDictionary(row => (row.Offset, row.Length, row.Structure, row.Field));
    }
}
