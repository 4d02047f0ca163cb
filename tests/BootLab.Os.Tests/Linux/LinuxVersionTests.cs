using BootLab.Os.Linux;
using Xunit;

namespace BootLab.Os.Tests.Linux;

public sealed class LinuxVersionTests
{
    [Theory]
    [InlineData("linux-6.1", "6.1")]
    [InlineData("6.1.132", "6.1.132")]
    [InlineData("linux-5.10", "5.10")]
    [InlineData("6.1.0-56-amd64", "6.1")] // Debian
    [InlineData("5.15.0-139-generic", "5.15")] // Ubuntu
    [InlineData("6.14.2-arch1-1", "6.14.2")]
    [InlineData("3.16", "3.16")]
    public void Names_of_versions(string text, string version) => Assert.Equal(version, LinuxVersion.Parse(text).ToString());

    [Theory]
    [InlineData("6")]
    [InlineData("linux")]
    [InlineData("6.1.2.3")]
    [InlineData("6.x")]
    [InlineData("2.6.32")] // older than what is modelled
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_version(string? text) => Assert.False(LinuxVersion.TryParse(text, out _));

    [Fact]
    public void An_unknown_version_is_refused_with_what_is_expected() =>
        Assert.Contains("3.3 or later, such as linux-5.10", Assert.Throws<FormatException>(() => LinuxVersion.Parse("2.6.32")).Message);

    [Theory]
    [InlineData("4.0", false, false, true, false)]
    [InlineData("4.1", true, false, true, false)]
    [InlineData("4.7", true, true, true, false)]
    [InlineData("5.4.291", true, true, true, false)]
    [InlineData("5.4.292", true, true, true, true)]
    [InlineData("5.6", true, true, false, false)]
    [InlineData("6.1.131", true, true, false, false)]
    [InlineData("6.1.132", true, true, false, true)]
    [InlineData("6.1", true, true, false, true)]
    [InlineData("6.9", true, true, false, false)] // a series that ended before the fix
    [InlineData("6.14", true, true, false, true)]
    [InlineData("7.0", true, true, false, true)]
    public void What_differs(string text, bool filtersMappedZero, bool showsHeader, bool demandsExactControl, bool limitsPrefix)
    {
        var version = LinuxVersion.Parse(text);
        Assert.Equal((filtersMappedZero, showsHeader, demandsExactControl, limitsPrefix), (version.FiltersMappedZero, version.ShowsAcpiHeader, version.DemandsExactControl, version.LimitsPrefix));
    }
}
