using BootLab.Labs.Files.Sections;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files;

/// <summary>Reads lab files strictly: everything that is not understood is an error with its place.</summary>
public static class LabLoader
{
    /// <summary>The name of the lab file in a lab's folder.</summary>
    public const string FileName = "lab.yaml";

    /// <summary>Reads and checks a lab file; the files it names are looked for beside it.</summary>
    /// <param name="path">The file, or the folder that holds <c>lab.yaml</c>.</param>
    /// <exception cref="LabFileException">The file is missing or holds mistakes; all of them are listed, or the first hundred.</exception>
    public static LabFile Load(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        return Parse(BoundedFile.ReadYaml(file, $"a lab file or a folder with {FileName} in it"), file);
    }

    /// <summary>Checks the bytes of a lab file.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="path">Where it is, or would be: for messages and for the files that it names.</param>
    /// <exception cref="LabFileException">The text holds mistakes; all of them are listed, or the first hundred.</exception>
    public static LabFile Parse(ReadOnlySpan<byte> utf8, string path)
    {
        var full = Path.GetFullPath(path);
        var errors = new List<LabFileError>();
        var root = YamlReader.Read(utf8, errors);
        if (root is not null)
        {
            var context = new LabContext(Path.GetDirectoryName(full)!, errors);
            LabSection.Shape.Check(root, context);
            if (errors.Count == 0)
            {
                var lab = LabSection.Shape.Read(root, context) with { Path = full };
                new LabChecks(lab, new MapReader((MapNode)root, context)).Run();
                if (errors.Count == 0)
                {
                    return lab;
                }
            }
        }

        throw new LabFileException(path, errors);
    }
}
