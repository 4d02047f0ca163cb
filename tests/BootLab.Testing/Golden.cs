using Xunit;

namespace BootLab.Testing;

/// <summary>
/// Screens and documents kept as files in a test project's folder <c>Golden</c>. A text that differs from its file fails the test;
/// with BOOTLAB_UPDATE_GOLDEN=1 the file is written instead, to be looked at in the diff before it is committed.
/// </summary>
public static class Golden
{
    /// <param name="project">The test project's folder below tests, such as <c>BootLab.Report.Tests</c>.</param>
    /// <param name="name">The file, such as <c>summary-wide.txt</c>.</param>
    /// <param name="actual">What came out.</param>
    public static void Equal(string project, string name, string actual) => Equal(Repository.PathTo("tests", project, "Golden", name), actual);

    /// <summary>The same for a file that lives elsewhere.</summary>
    public static void Equal(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("BOOTLAB_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{path} does not exist; run the test with BOOTLAB_UPDATE_GOLDEN=1 and look at what it writes");
        var expected = File.ReadAllText(path);
        if (expected != actual)
        {
            Assert.Fail($"{path} differs from what came out (BOOTLAB_UPDATE_GOLDEN=1 rewrites it):\n{FirstDifference(expected, actual)}");
        }
    }

    private static string FirstDifference(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var line = 0;
        while (line < Math.Min(left.Length, right.Length) && left[line] == right[line])
        {
            line++;
        }

        static string At(string[] lines, int line) => line < lines.Length ? lines[line] : "(end)";
        return $"line {line + 1}\nexpected: {At(left, line)}\nactual:   {At(right, line)}";
    }
}
