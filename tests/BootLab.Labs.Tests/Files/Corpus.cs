using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Files;

/// <summary>The lab files below this folder: <c>ok</c>, and in <c>err</c> those with mistakes, each with its messages beside it. The labs of the repository are sound too.</summary>
public static class Corpus
{
    public static string Folder { get; } = Repository.PathTo("tests", "BootLab.Labs.Tests", "Files");

    /// <summary>Lab files whose mistakes a schema cannot see: references, files, addresses in subnets.</summary>
    public static TheoryData<string> ErrorsOfMeaning => Names("err", "meaning");

    /// <summary>Lab files that have the wrong shape.</summary>
    public static TheoryData<string> ErrorsOfShape => Names("err", "shape");

    /// <summary>Files that are no YAML, or use what labs do without.</summary>
    public static TheoryData<string> ErrorsOfYaml => Names("err", "yaml");

    public static TheoryData<string> Errors => [.. ErrorsOfMeaning, .. ErrorsOfShape, .. ErrorsOfYaml];

    public static TheoryData<string> Sound => [.. Names("ok"), .. Labs];

    /// <summary>The labs of the repository.</summary>
    public static TheoryData<string> Labs =>
        [.. new[] { Repository.PathTo("labs"), Repository.PathTo("tests", "labs") }.Where(Directory.Exists).SelectMany(Directory.GetDirectories).Select(FileIn).Order(StringComparer.Ordinal)];

    public static string PathTo(string name) => Path.Combine(Folder, name);

    private static string FileIn(string lab) => Path.GetRelativePath(Folder, Path.Combine(lab, "lab.yaml"));

    private static TheoryData<string> Names(params string[] folder) =>
        [.. Directory.GetFiles(Path.Combine([Folder, .. folder]), "*.yaml").Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal)];
}
