using BootLab.Ibft;
using BootLab.Labs.Files;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Tables;

/// <summary>Reads table files strictly, and what they are based on.</summary>
internal static class TableFileReader
{
    private const int DeepestBase = 8;

    public static TableSpec Load(string path) => Load(path, 0);

    public static TableSpec Read(ReadOnlySpan<byte> utf8, string path) => Read(utf8, path, 0);

    /// <summary>Reads the mapping of a table file, which has been checked; what cannot be set is reported in its context.</summary>
    public static TableSpec Read(MapReader map, string path, int depth) => TableSection.Read(map, Base(map, depth), path);

    private static TableSpec Load(string path, int depth) => Read(BoundedFile.ReadYaml(path, "a table file"), path, depth);

    private static TableSpec Read(ReadOnlySpan<byte> utf8, string path, int depth)
    {
        var errors = new List<LabFileError>();
        var root = YamlReader.Read(utf8, errors);
        if (root is not null)
        {
            var context = new LabContext(Path.GetDirectoryName(Path.GetFullPath(path))!, errors);
            TableSection.Shape.Check(root, context);
            if (errors.Count == 0)
            {
                var spec = Read(TableSection.Shape.Read(root, context), path, depth);
                if (errors.Count == 0)
                {
                    // What cannot be built is a mistake of the file too.
                    spec.Build();
                    return spec;
                }
            }
        }

        throw new LabFileException(path, errors);
    }

    private static TableSpec? Base(MapReader map, int depth)
    {
        if (TableSection.Base(map) is not { } path)
        {
            return null;
        }

        if (depth == DeepestBase)
        {
            throw Failure($"found the {DeepestBase}th base above another, expected fewer; two files may be based on each other");
        }

        if (Path.GetExtension(path) is ".yaml" or ".yml")
        {
            return Load(path, depth + 1);
        }

        try
        {
            return TableSpec.Of(BoundedFile.Read(path, IbftOffsets.MaximumTableSize));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Failure($"found a base that is no table: {e.Message.Split('\n')[0]}");
        }

        LabFileException Failure(string message) => new(path, [new LabFileError(1, 1, message)]);
    }
}
