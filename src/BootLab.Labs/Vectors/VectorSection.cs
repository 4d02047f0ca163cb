using BootLab.Labs.Files;
using BootLab.Labs.Files.Sections;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Tables;
using BootLab.Rules;

namespace BootLab.Labs.Vectors;

/// <summary>The file of a vector.</summary>
internal static class VectorSection
{
    private static readonly Key<TableSpec> s_table = new("table", InlineTableShape.Instance, "The table: a table file's content.", Required: true);

    private static readonly Key<Surroundings> s_context = new("context", SurroundingsSection.Shape, "What is known besides.");

    private static readonly Key<string> s_case = new("case", Scalars.Line, "What it shows.", Required: true);

    private static readonly Key<string> s_mutation = new("mutation", Scalars.Line, "What was changed in a good table.", Required: true);

    private static readonly Key<IReadOnlyList<string>> s_fires = new("fires", new ListShape<string>("a list of rules", Scalars.Name), "All rules that find something.", Required: true);

    private static readonly Key<IReadOnlyList<VectorCase>> s_ok = new(
        "ok", new ListShape<VectorCase>("a list of tables", new MapShape<VectorCase>("ok case", "The rule is silent.", [s_case, s_table, s_context], map => Read(map, s_case, null))), "The rule is silent on these.", Required: true);

    private static readonly Key<IReadOnlyList<VectorCase>> s_err = new(
        "err",
        new ListShape<VectorCase>("a list of tables", new MapShape<VectorCase>("err case", "The rule fires.", [s_mutation, s_table, s_context, s_fires], map => Read(map, s_mutation, map.Get(s_fires)))),
        "The rule fires on these.",
        Required: true);

    public static readonly MapShape<RuleVector> Shape = new(
        "vector", "Tables that a rule is silent on, and tables that it fires on.", [s_ok, s_err], map => new RuleVector(string.Empty, map.Get(s_ok), map.Get(s_err)));

    private static VectorCase Read(MapReader map, Key<string> name, IReadOnlyList<string>? fires)
    {
        var table = map.Get(s_table).Build();
        var context = map.Find(s_context)?.Context ?? RuleContext.None;
        return new VectorCase(map.Get(name), table, SurroundingsSection.WithTable(context, table), fires, $"{map.Map.Place.Line}");
    }
}
