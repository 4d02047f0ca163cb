using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Rules.Predicting;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>The labs that come with BootLab do what they say.</summary>
public class ShippedLabTests
{
    // Broken and mended: what both profiles predict of each run is expected.
    private static readonly string[] s_aboutWindows = ["chap-length", "code-31", "filter-0x7b", "first-nic-changed", "gateway-route", "index-byte", "pci-order"];

    public static TheoryData<string> Labs => [.. Directory.GetFiles(Repository.PathTo("labs"), "*.yaml", SearchOption.AllDirectories)
        .Where(IsLab).Select(file => Path.GetRelativePath(Repository.PathTo("labs"), file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Labs))]
    public void A_lab_is_as_it_expects(string file)
    {
        var result = LabRunner.Run(LabLoader.Load(Repository.PathTo("labs", file)), capture: false);
        Assert.Empty(result.Outcomes.SelectMany(outcome => outcome.Misses));
    }

    [Fact]
    public void Every_run_of_a_lab_about_Windows_expects_something_of_both_profiles()
    {
        var labs = s_aboutWindows.SelectMany(name => Directory.GetFiles(Repository.PathTo("labs", name), "*.yaml")).Where(IsLab).Select(LabLoader.Load).ToList();
        Assert.All(labs.SelectMany(LabRunner.Variants), run => Assert.All(Predictor.Profiles, profile => Assert.NotNull(run.Expect.Predictions[profile].Outcome)));
        Assert.All(s_aboutWindows, name => Assert.True(File.Exists(Repository.PathTo("labs", name, "README.md")), name));
    }

    [Fact]
    public void The_tables_of_index_byte_differ_in_one_byte()
    {
        var broken = TableOf("lab.yaml");
        const int checksum = 9, secondIndex = 0x154;
        Assert.Equal([checksum, secondIndex], TableOf("mended.yaml").Index().Where(one => one.Item != broken[one.Index]).Select(one => one.Index));

        static byte[] TableOf(string file) => LabRunner.Run(LabLoader.Load(Repository.PathTo("labs", "index-byte", file)), capture: false).Outcomes[0].Run.Table!.Bytes;
    }

    [Fact]
    public void No_two_labs_have_one_name() // their files would go into one folder
    {
        var names = Labs.Select(row => LabLoader.Load(Repository.PathTo("labs", row.Data)).Name).ToList();
        Assert.Equal(names.Distinct(), names);
    }

    private static bool IsLab(string file) => File.ReadLines(file).Any(line => line.StartsWith("lab: ", StringComparison.Ordinal));
}
