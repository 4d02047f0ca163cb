using BootLab.Labs.Files.Sections;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;
using BootLab.Rom;

namespace BootLab.Labs.Files;

/// <summary>Names in a lab's matrix, and its size.</summary>
internal sealed class MatrixChecks(LabFile lab, MapReader root)
{
    /// <summary>A bound on what a sweep may be.</summary>
    public const int MostCases = 100_000;

    public void Run()
    {
        var matrix = (MapNode)root.NodeOf(LabSection.Matrix);
        CheckValues(matrix);
        CheckSize(matrix, lab.Matrix!.Values);
        if (matrix[MatrixSection.Subsets.Name] is MapNode subsets)
        {
            foreach (var (name, value) in subsets.Entries)
            {
                foreach (var (node, part) in Maps(value).Zip(lab.Matrix.Subsets[name.Text]))
                {
                    CheckValues(node);
                    CheckSize(node, part.Over(lab.Matrix.Values));
                }
            }
        }

        foreach (var expectation in (matrix[MatrixSection.Expect.Name] as ListNode)?.Items ?? [])
        {
            if (((MapNode)expectation)[MatrixSection.When.Name] is MapNode when)
            {
                CheckValues(when);
            }
        }
    }

    private void CheckSize(YamlNode node, MatrixValues values)
    {
        var cases = values.ByDimension.Values.Aggregate(1L, (product, list) => Math.Min(product * list.Count, long.MaxValue / LabContext.MostItems));
        if (cases > MostCases)
        {
            root.Context.Report(node, $"found more than {MostCases} combinations, expected at most so many; take values away");
        }
    }

    private void CheckValues(MapNode values)
    {
        foreach (var (dimension, key) in MatrixSection.Dimensions)
        {
            foreach (var node in Items(values[key.Name]).OfType<ScalarNode>())
            {
                if (dimension == MatrixDimension.Producer)
                {
                    RequireKnown(node, node.Text, [lab.Rom.Program.Name, .. lab.Beside.Select(variant => variant.Name)], $"one of the lab's runs or {BootProgram.Expected}", BootProgram.TryParse(node.Text, out _));
                }
                else if (!MatrixWords.Of(dimension).Contains(node.Text))
                {
                    foreach (var nic in MatrixWords.Nics(node.Text))
                    {
                        string[] known = [.. MatrixWords.Of(dimension), .. lab.Machine.Nics.Select(nic => nic.Name)];
                        RequireKnown(node, nic, known, string.Join(", ", known), lab.Machine.Nics.Any(one => one.Name == nic));
                    }
                }
            }
        }
    }

    private void RequireKnown(ScalarNode node, string name, string[] known, string expected, bool isKnown)
    {
        if (!isKnown && !known.Contains(name))
        {
            root.Context.Report(node, $"found '{name}', expected {expected}{(Suggestion.Nearest(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : "")}");
        }
    }

    private static IEnumerable<MapNode> Maps(YamlNode? node) => Items(node).OfType<MapNode>();

    private static IEnumerable<YamlNode> Items(YamlNode? node) => node is null ? [] : node is ListNode list ? list.Items : [node];
}
