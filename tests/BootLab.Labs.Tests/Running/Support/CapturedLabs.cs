using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Running.Support;

/// <summary>The labs of the captured runs: the conditions under which real firmware wrote the tables of tests/fixtures.</summary>
public static class CapturedLabs
{
    public static TheoryData<string> Names { get; } = [.. Directory.GetDirectories(Repository.PathTo("tests", "labs")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    public static LabFile Load(string name) => LabLoader.Load(Repository.PathTo("tests", "labs", name));

    public static BootRun Run(LabFile lab) => LabRunner.Run(lab).Outcomes[0].Run;

    /// <summary>The table that the real firmware wrote.</summary>
    public static byte[] Table(string name) => File.ReadAllBytes(TablePath(name));

    private static string TablePath(string name) => new[] { "ipxe-36a4c85", "captured" }
        .Select(folder => Repository.Fixture(folder, name, "table.bin"))
        .Single(File.Exists);
}
