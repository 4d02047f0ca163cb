using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>The labs that come with BootLab do what they say.</summary>
public class ShippedLabTests
{
    public static TheoryData<string> Labs => [.. Directory.GetDirectories(Repository.PathTo("labs")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Labs))]
    public void A_lab_is_as_it_expects(string name)
    {
        var result = LabRunner.Run(LabLoader.Load(Repository.PathTo("labs", name)), capture: false);
        Assert.All(result.Outcomes, outcome => Assert.Empty(outcome.Misses));
    }
}
