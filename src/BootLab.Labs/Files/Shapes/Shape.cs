using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>
/// What a node of a lab file may look like. One description serves three uses: the strict check, the value that is read, the JSON Schema.
/// </summary>
internal abstract class Shape
{
    /// <summary>The thing in words, with its article and, where it helps, an example: <c>a MAC address such as 52:54:00:12:34:56</c>.</summary>
    public abstract string What { get; }

    /// <summary>Reports everything that keeps the node from being read.</summary>
    public abstract void Check(YamlNode node, LabContext context);

    /// <summary>The JSON Schema of the node.</summary>
    public abstract JsonObject ToSchema(SchemaDefinitions definitions);
}

/// <summary>A shape that is read as a <typeparamref name="T"/>.</summary>
internal abstract class Shape<T> : Shape
{
    /// <summary>The value. Only for nodes that <see cref="Shape.Check"/> had nothing against.</summary>
    public abstract T Read(YamlNode node, LabContext context);
}

/// <summary>Where a lab file lies and what was found wrong with it so far.</summary>
internal sealed class LabContext(string? folder, List<LabFileError> errors)
{
    /// <summary>How long a list or a mapping may be; a bound on what a hostile file makes the loader do.</summary>
    public const int MostItems = 1000;

    /// <summary>The folder that relative paths start from; null for a file that names no others, as it comes from strangers.</summary>
    public string? Folder => folder;

    /// <summary>Whether there are more errors than anybody reads; the rest of a hostile file is not looked at.</summary>
    public bool IsFull => errors.Count >= LabFileException.MostErrors;

    /// <summary>How many errors there are; a check that leaves it as it was has passed.</summary>
    public int ErrorCount => errors.Count;

    public void Report(YamlNode node, string message) => errors.Add(new LabFileError(node.Place.Line, node.Place.Column, message));

    /// <summary>Reports a node that is not what its shape wants.</summary>
    public void Expected(YamlNode node, Shape shape) => Report(node, $"found {node.Found}, expected {shape.What}");
}
