namespace BootLab.Testing;

/// <summary>Where the checkout is, found from the running test program upwards.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file below tests/fixtures.</summary>
    public static string Fixture(params string[] parts) => Path.Combine([Root, "tests", "fixtures", .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BootLab.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no BootLab.sln above {AppContext.BaseDirectory}");
    }
}
