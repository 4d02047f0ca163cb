using BootLab.Ibft;
using BootLab.Ibft.Fields;

namespace BootLab.Report.Tables;

/// <summary>Something that is different in two tables.</summary>
/// <param name="Subject">The structure, with both its paths when it was moved: <c>nic[1], now nic[0]</c>; <c>table</c> for the whole.</param>
/// <param name="Field">What of it: a field, <c>offset</c>, <c>number</c>.</param>
/// <param name="First">What the first table says; null when it has no such structure.</param>
/// <param name="Second">What the second one says.</param>
public sealed record TableChange(string Subject, string Field, string? First, string? Second);

/// <summary>Two tables compared, as a reader asks: what is said differently, what is said in another place, which bytes differ.</summary>
/// <param name="Meaning">What the tables say. A NIC is the same NIC by its MAC and PCI address, wherever it stands.</param>
/// <param name="Layout">Where they say it.</param>
/// <param name="Bytes">Every field of which the bytes at one place differ, see <see cref="TableDifference"/>.</param>
public sealed record TableComparison(IReadOnlyList<TableChange> Meaning, IReadOnlyList<TableChange> Layout, IReadOnlyList<TableDifference> Bytes)
{
    // Where a structure is, how long it and the table are, and what makes the sum right: no meaning of their own.
    private static readonly string[] s_layoutFields = ["length", "checksum", "id", "extensions"];

    /// <summary>Whether the tables are the same bytes.</summary>
    public bool IsSame => Bytes.Count == 0;

    /// <summary>Compares two tables.</summary>
    public static TableComparison Between(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, bool showSecrets)
    {
        var bytes = TableDifference.Between(first, second, showSecrets);
        var matches = StructureMatch.Of(Structures(first, showSecrets), Structures(second, showSecrets));
        return new TableComparison([.. matches.SelectMany(match => Meanings(match, matches))], [.. Places(first.Length, second.Length, matches)], bytes);
    }

    private static List<ComparedStructure> Structures(ReadOnlySpan<byte> bytes, bool showSecrets) => IbftReader.ReadLenient(bytes).Table is { } table
        ? ComparedStructure.Of(bytes[..table.Size].ToArray(), Secrets.Of(table, showSecrets))
        : [];

    private static IEnumerable<TableChange> Meanings(StructureMatch match, IReadOnlyList<StructureMatch> matches)
    {
        var subject = Subject(match);
        if (match.First is not { } first || match.Second is not { } second)
        {
            return [new TableChange(subject, "structure", match.First?.Summary, match.Second?.Summary)];
        }

        var changes = IbftFields.Of(first.Area)
            .Where(field => IsMeaning(first.Area, field) && !first.SaysTheSame(second, field) && !(field.Name == "nic_association" && IsTheSameNic(first, second, matches)))
            .Select(field => new TableChange(subject, field.Name, first.Meaning(field), second.Meaning(field)));
        return match.IsMoved ? changes.Prepend(new TableChange(subject, "number", $"{first.Path.Number}", $"{second.Path.Number}")) : changes;
    }

    private static bool IsMeaning(TableArea area, IbftField field) => area != TableArea.Other && !s_layoutFields.Contains(field.Name) && field.Kind != FieldKind.Offset;

    // Targets name a NIC by its index byte; when that was changed along with the NIC's place nothing is said differently.
    private static bool IsTheSameNic(ComparedStructure first, ComparedStructure second, IReadOnlyList<StructureMatch> matches)
    {
        var (mine, theirs) = (first.Byte("nic_association"), second.Byte("nic_association"));
        var nics = matches.Where(match => match.Path.Area == TableArea.Nic);
        return nics.Count(match => match.First?.Byte("index") == mine) == 1
            && nics.Count(match => match.Second?.Byte("index") == theirs) == 1
            && nics.Any(match => match.First?.Byte("index") == mine && match.Second?.Byte("index") == theirs);
    }

    private static IEnumerable<TableChange> Places(int firstSize, int secondSize, IReadOnlyList<StructureMatch> matches)
    {
        var pairs = matches.Where(match => match is { First: not null, Second: not null }).ToList();
        if (firstSize != secondSize)
        {
            yield return new TableChange("table", "size", $"{firstSize} bytes", $"{secondSize} bytes");
        }

        foreach (var change in Whole("alignment of structures", pairs, Alignment).Concat(Whole("order of structures", pairs, Order)))
        {
            yield return change;
        }

        foreach (var (first, second) in pairs.Select(pair => (pair.First!, pair.Second!)))
        {
            var subject = Subject(new StructureMatch(first, second));
            if (first.Offset != second.Offset)
            {
                yield return new TableChange(subject, "offset", $"0x{first.Offset:x3}", $"0x{second.Offset:x3}");
            }

            foreach (var field in IbftFields.Of(first.Area))
            {
                if (field.Kind == FieldKind.String && first.Text(field) is { IsAbsent: false } mine && second.Text(field) is { IsAbsent: false } theirs && mine.Offset != theirs.Offset)
                {
                    yield return new TableChange(subject, $"{field.Name}.offset", $"0x{mine.Offset:x3}", $"0x{theirs.Offset:x3}");
                }
                else if (field.Name is "length" or "id" && !first.SaysTheSame(second, field))
                {
                    yield return new TableChange(subject, field.Name, first.Meaning(field), second.Meaning(field));
                }
            }
        }
    }

    private static IEnumerable<TableChange> Whole(string name, List<StructureMatch> pairs, Func<IEnumerable<ComparedStructure>, string> property)
    {
        var mine = property(pairs.Select(pair => pair.First!).Where(IsPlaced));
        var theirs = property(pairs.Select(pair => pair.Second!).Where(IsPlaced));
        return mine == theirs ? [] : [new TableChange("table", name, mine, theirs)];
    }

    private static bool IsPlaced(ComparedStructure structure) => structure.Area is TableArea.Initiator or TableArea.Nic or TableArea.Target;

    // The largest power of two that all offsets are a multiple of, as far as anybody aligns.
    private static string Alignment(IEnumerable<ComparedStructure> structures)
    {
        var all = structures.Aggregate(64, (bits, structure) => bits | structure.Offset);
        return $"{all & -all}";
    }

    private static string Order(IEnumerable<ComparedStructure> structures) => string.Join(", ", structures.OrderBy(structure => structure.Offset).Select(structure => structure.Path.ToString()));

    private static string Subject(StructureMatch match) => match.IsMoved ? $"{match.First!.Path}, now {match.Second!.Path}" : match.Path.ToString();
}
