using BootLab.Ibft.Fields;

namespace BootLab.Report.Tables;

/// <summary>A structure of one table and the one in another table that is the same thing; one of them can be missing.</summary>
internal sealed record StructureMatch(ComparedStructure? First, ComparedStructure? Second)
{
    // By what two structures are the same: the surest sign first. What is all zero is no sign.
    private static readonly string[][] s_nicSigns = [["mac_address", "pci_bdf", "vlan"], ["mac_address", "vlan"], ["mac_address"], ["pci_bdf"]];

    private static readonly string[][] s_targetSigns = [["ip_address", "port"], ["ip_address"]];

    /// <summary>The name in both tables: <c>nic[0]</c>.</summary>
    public FieldPath Path => (First ?? Second!).Path;

    /// <summary>Whether it has another number in the second table.</summary>
    public bool IsMoved => First is not null && Second is not null && First.Path.Number != Second.Path.Number;

    /// <summary>Every structure of both tables once: NICs by MAC, PCI address and VLAN, targets by name and portal, what is left by its number.</summary>
    public static List<StructureMatch> Of(IReadOnlyList<ComparedStructure> first, IReadOnlyList<ComparedStructure> second)
    {
        var matches = new List<StructureMatch>();
        foreach (var area in Enum.GetValues<TableArea>())
        {
            var (mine, theirs) = (first.Where(structure => structure.Area == area).ToList(), second.Where(structure => structure.Area == area).ToList());
            foreach (var isSame in Signs(area))
            {
                foreach (var one in mine.ToArray())
                {
                    if (theirs.Find(other => isSame(one, other)) is { } other)
                    {
                        matches.Add(new StructureMatch(one, other));
                        mine.Remove(one);
                        theirs.Remove(other);
                    }
                }
            }

            matches.AddRange(mine.Select(one => new StructureMatch(one, null)));
            matches.AddRange(theirs.Select(other => new StructureMatch(null, other)));
        }

        return [.. matches.OrderBy(match => match.Path.Area).ThenBy(match => match.Path.Number)];
    }

    private static IEnumerable<Func<ComparedStructure, ComparedStructure, bool>> Signs(TableArea area)
    {
        if (area == TableArea.Nic)
        {
            foreach (var sign in s_nicSigns)
            {
                yield return (one, other) => AgreeIn(one, other, sign);
            }
        }
        else if (area == TableArea.Target)
        {
            var name = IbftFields.Find(area, "name")!;
            foreach (var sign in s_targetSigns)
            {
                yield return (one, other) => one.Text(name) is { Length: > 0 } && one.SaysTheSame(other, name) && AgreeIn(one, other, sign);
            }

            yield return (one, other) => one.Text(name) is { Length: > 0 } && one.SaysTheSame(other, name);
            yield return (one, other) => AgreeIn(one, other, s_targetSigns[0]);
        }

        yield return (one, other) => one.Path.Number == other.Path.Number;
    }

    private static bool AgreeIn(ComparedStructure one, ComparedStructure other, string[] fields) =>
        one.Bytes(fields[0]).ContainsAnyExcept((byte)0) && fields.All(field => one.Bytes(field).SequenceEqual(other.Bytes(field)));
}
