using BootLab.Labs.Files;

namespace BootLab.Labs.Vectors;

/// <summary>The vector of a rule: tables that it is silent on, and tables that it fires on. A file <c>ID.yaml</c>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Ok">The rule is silent on these.</param>
/// <param name="Err">The rule fires on these, and others perhaps; the first is the example on the rule's page.</param>
public sealed record RuleVector(string Path, IReadOnlyList<VectorCase> Ok, IReadOnlyList<VectorCase> Err)
{
    /// <summary>The rule.</summary>
    public string RuleId => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Reads a vector.</summary>
    /// <exception cref="LabFileException">The file is missing or holds mistakes.</exception>
    public static RuleVector Load(string path)
    {
        var vector = StrictFile.Load(path, VectorSection.Shape, "the vector of a rule");
        var lines = File.ReadAllLines(path);
        return vector with { Path = path, Ok = [.. vector.Ok.Select(WithText)], Err = [.. vector.Err.Select(WithText)] };

        VectorCase WithText(VectorCase entry) => entry with { Text = VectorText.Of(lines, int.Parse(entry.Text)) };
    }
}
