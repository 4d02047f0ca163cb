using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files;

/// <summary>Reads a small YAML file of one shape.</summary>
internal static class StrictFile
{
    /// <exception cref="LabFileException">The file is missing or holds mistakes.</exception>
    public static T Load<T>(string path, Shape<T> shape, string what)
    {
        var errors = new List<LabFileError>();
        if (YamlReader.Read(BoundedFile.ReadYaml(path, what), errors) is { } root)
        {
            var context = new LabContext(Path.GetDirectoryName(Path.GetFullPath(path))!, errors);
            shape.Check(root, context);
            if (errors.Count == 0 && shape.Read(root, context) is var value && errors.Count == 0)
            {
                return value;
            }
        }

        throw new LabFileException(path, errors);
    }
}
