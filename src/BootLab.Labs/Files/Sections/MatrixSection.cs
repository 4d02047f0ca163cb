using System.Text.RegularExpressions;
using BootLab.Labs.Files.Shapes;

namespace BootLab.Labs.Files.Sections;

/// <summary><c>matrix</c>: what a sweep varies.</summary>
internal static partial class MatrixSection
{
    /// <summary>A key for each dimension.</summary>
    public static readonly IReadOnlyDictionary<MatrixDimension, Key<IReadOnlyList<string>>> Dimensions = new Dictionary<MatrixDimension, Key<IReadOnlyList<string>>>
    {
        [MatrixDimension.Producer] = Names(MatrixDimension.Producer, Scalars.Line, "Boot programs: names of the lab's runs, or what 'producer' of 'rom' takes."),
        [MatrixDimension.Firmware] = Words(MatrixDimension.Firmware, "The machine's firmware; that of the producer's run when absent. A boot program that is not there for a firmware is left out."),
        [MatrixDimension.Delivery] = Words(MatrixDimension.Delivery, "Where the table is published; low memory on a BIOS and ACPI on UEFI when absent."),
        [MatrixDimension.Listed] = Nics(MatrixDimension.Listed, "Which NICs the table lists, such as lan+san. One that the producer leaves out is added behind its own, valid, without addresses."),
        [MatrixDimension.NicOrder] = Nics(MatrixDimension.NicOrder, "The order of the NICs in the control structure; NICs that a value does not name come last."),
        [MatrixDimension.MemoryOrder] = Nics(MatrixDimension.MemoryOrder, "The order of the NIC structures in memory: as-is is that of the control structure."),
        [MatrixDimension.Index] = Words(MatrixDimension.Index, "The index bytes of the NICs in the order of the control structure; as-is numbers as the producer does. Targets' associations follow."),
        [MatrixDimension.ZeroIp] = Nics(MatrixDimension.ZeroIp, "NICs whose address, prefix, routers, DNS and DHCP servers are zeroed; as-is zeroes none."),
    };

    private static readonly MapShape<MatrixValues> Values = new("matrix values", "Values by dimension.", [.. Dimensions.Values], ReadValues);

    public static readonly Key<IReadOnlyDictionary<string, IReadOnlyList<MatrixValues>>> Subsets = new(
        "subsets",
        new EntriesShape<string, IReadOnlyList<MatrixValues>>(
            "a mapping of names to values by dimension", Scalars.Name, new OneOrMoreShape<MatrixValues>("a list of them, put together", Values)),
        "Named parts of the matrix, each with values that stand in place of the matrix' own.");

    public static readonly Key<MatrixValues> When = new("when", Values, "Which cases; all when absent.");

    private static readonly Key<IReadOnlyDictionary<string, string>> Verdicts = new(
        "verdicts",
        new EntriesShape<string, string>("a mapping of consumers to verdicts", Scalars.Name, Scalars.Line),
        "The verdict of each consumer that is looked at, such as linux: accepted.",
        Required: true);

    public static readonly Key<IReadOnlyList<MatrixExpectation>> Expect = new(
        "expect",
        new ListShape<MatrixExpectation>(
            "a list of expectations",
            new MapShape<MatrixExpectation>(
                "matrix expectation",
                "What consumers must make of some cases.",
                [When, Verdicts],
                map => new MatrixExpectation(map.Get(When, new MatrixValues(new Dictionary<MatrixDimension, IReadOnlyList<string>>())), map.Get(Verdicts)))),
        "What consumers must make of some cases.");

    public static readonly MapShape<MatrixSpec> Shape = new(
        "matrix",
        "Tables of the lab's machine that differ on purpose: every combination of the values is a case of bootlab vm matrix.",
        [.. Dimensions.Values, Subsets, Expect],
        map => new MatrixSpec
        {
            Values = ReadValues(map),
            Subsets = map.Get(Subsets, new Dictionary<string, IReadOnlyList<MatrixValues>>()),
            Expect = map.Get(Expect, []),
        });

    private static MatrixValues ReadValues(MapReader map) =>
        new(Dimensions.Where(entry => map.Has(entry.Value)).ToDictionary(entry => entry.Key, entry => (IReadOnlyList<string>)[.. map.Get(entry.Value).Distinct()]));

    private static Key<IReadOnlyList<string>> Words(MatrixDimension dimension, string description) =>
        Names(dimension, Scalars.Choice($"a value of {dimension.Word()}", MatrixWords.Of(dimension).ToDictionary(word => word)), description);

    private static Key<IReadOnlyList<string>> Nics(MatrixDimension dimension, string description) =>
        Names(dimension, Scalars.Matching($"{string.Join(", ", MatrixWords.Of(dimension))} or names of NICs such as lan+san", NicsPattern()), description);

    private static Key<IReadOnlyList<string>> Names(MatrixDimension dimension, ScalarShape<string> value, string description) =>
        new(dimension.Word(), new OneOrMoreShape<string>("a list of such values", value), description);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}(\+[A-Za-z0-9][A-Za-z0-9._-]{0,62})*\z")]
    private static partial Regex NicsPattern();
}
