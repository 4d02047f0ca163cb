using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files;

/// <summary>Reads a small YAML file of one shape.</summary>
internal static class StrictFile
{
    /// <exception cref="LabFileException">The file is missing or holds mistakes.</exception>
    public static T Load<T>(string path, Shape<T> shape, string what)
    {
        byte[] bytes;
        try
        {
            bytes = BoundedFile.Read(path, YamlReader.LargestFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new LabFileException(path, [new LabFileError(1, 1, $"found no file that can be read, expected {what} ({e.Message})")]);
        }

        var errors = new List<LabFileError>();
        if (YamlReader.Read(bytes, errors) is { } root)
        {
            var context = new LabContext(Path.GetDirectoryName(Path.GetFullPath(path))!, errors);
            shape.Check(root, context);
            if (errors.Count == 0 && shape.Read(root, context) is var value && errors.Count == 0)
            {
                return value;
            }
        }

        throw new LabFileException(path, [.. errors.Distinct().OrderBy(error => error.Line).ThenBy(error => error.Column).Take(LabFileException.MostErrors)]);
    }
}
