using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files;

/// <summary>Reads a small YAML file of one shape.</summary>
internal static class StrictFile
{
    /// <param name="path">The file.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="alone">Takes the YAML out of a file that comes from strangers and may name no others; null for a file of one's own, which is all YAML.</param>
    /// <exception cref="LabFileException">The file is missing or holds mistakes.</exception>
    public static T Load<T>(string path, Shape<T> shape, string what, Func<byte[], byte[]>? alone = null)
    {
        var errors = new List<LabFileError>();
        var bytes = BoundedFile.ReadYaml(path, what);
        if (YamlReader.Read(alone?.Invoke(bytes) ?? bytes, errors) is { } root)
        {
            var context = new LabContext(alone is null ? Path.GetDirectoryName(Path.GetFullPath(path)) : null, errors);
            shape.Check(root, context);
            if (errors.Count == 0 && shape.Read(root, context) is var value && errors.Count == 0)
            {
                return value;
            }
        }

        throw new LabFileException(path, errors);
    }
}
