using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using Xunit;

namespace BootLab.Os.Tests.Windows;

public sealed class WindowsReleaseTests
{
    [Theory]
    [InlineData("windows-server-2012", "2012")]
    [InlineData("windows-server-2012-r2", "2012r2")]
    [InlineData("2012r2", "2012r2")]
    [InlineData("Windows Server 2008 R2", "2008r2")]
    [InlineData("windows-2012-hotfix", "2012-hotfix")]
    [InlineData("windows-11", "11")]
    [InlineData("24h2", "2025")]
    [InlineData("2025", "2025")]
    [InlineData("windows-7", "2008r2")]
    [InlineData("windows-xp", "2003")]
    [InlineData("server-2019", "2016")]
    [InlineData("windows_10", "10")]
    [InlineData("win11", "11")]
    [InlineData("Windows10-21H2", "10")]
    [InlineData("windows-server2019", "2016")]
    public void A_version_is_found_by_its_names(string text, string id)
    {
        Assert.True(WindowsRelease.TryParse(text, out var release, out _));
        Assert.Equal(id, release.Id);
    }

    [Theory]
    [InlineData("windows-2013", "did you mean 'windows-20")]
    [InlineData("2012r3", "did you mean 'windows-2012r2'?")]
    [InlineData("windows-95-osr2", "one of windows-2003, windows-2008")]
    [InlineData("windows", "one of ")]
    [InlineData("", "one of ")]
    public void Another_name_is_explained(string text, string expected)
    {
        Assert.False(WindowsRelease.TryParse(text, out _, out var error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains($"found '{text}'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2195, null)]
    [InlineData(3790, "2003")]
    [InlineData(6002, "2008")]
    [InlineData(7601, "2008r2")]
    [InlineData(9200, "2012")]
    [InlineData(9600, "2012r2")]
    [InlineData(14393, "2016")]
    [InlineData(17763, "2016")]
    [InlineData(18362, "10")]
    [InlineData(19045, "10")]
    [InlineData(20348, "11")]
    [InlineData(22631, "11")]
    [InlineData(26100, "2025")]
    [InlineData(28000, "2025")]
    public void A_build_has_its_version(int build, string? id) => Assert.Equal(id, WindowsRelease.OfBuild(build)?.Id);

    [Fact]
    public void The_hotfix_of_Server_2012_makes_it_another_version()
    {
        Assert.Equal("2012-hotfix", WindowsRelease.OfBuild(9200, "KB-2012-NIC")?.Id);
        Assert.Equal("2012r2", WindowsRelease.OfBuild(9600, "KB-2012-NIC")?.Id);
    }

    [Fact]
    public void Names_are_unique_and_builds_ascend()
    {
        Assert.Distinct(WindowsRelease.All.SelectMany(release => release.OtherIds.Prepend(release.Id)));
        Assert.Equal(WindowsRelease.All.OrderBy(release => release.FirstBuild), WindowsRelease.All);
        Assert.Equal(Enum.GetValues<WindowsGeneration>(), WindowsRelease.All.Select(release => release.Generation).Distinct());
    }

    [Fact]
    public void Every_source_of_versions_and_fixes_has_a_place()
    {
        var statements = WindowsRelease.All.SelectMany(release => release.Differences).Select(difference => difference.Statement).Concat(WindowsHotfix.All.Select(fix => fix.Statement));
        Assert.All(statements, statement => Assert.All(statement.SourceKeys, key => Assert.NotEmpty(Sources.Place(key))));
        Assert.All(statements, statement => Assert.NotEmpty(statement.SourceKeys));
    }

    [Fact]
    public void A_fix_is_for_versions_that_have_what_it_mends()
    {
        foreach (var fix in WindowsHotfix.All)
        {
            Assert.All(fix.Generations, generation => Assert.Contains(WindowsRelease.All, release => release.Generation == generation && release.With(fix.Mends) is not null));
        }
    }
}
