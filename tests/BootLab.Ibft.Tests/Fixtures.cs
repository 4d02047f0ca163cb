using BootLab.Testing;

namespace BootLab.Ibft.Tests;

/// <summary>The tables below tests/fixtures, by their path there.</summary>
public static class Fixtures
{
    public static TheoryData<string> All { get; } = [.. Directory
        .EnumerateFiles(Repository.Fixture(), "*.bin", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Repository.Fixture(), path))
        .Order(StringComparer.Ordinal)];

    public static byte[] Bytes(string name) => File.ReadAllBytes(Repository.Fixture(name.Split('/')));
}
