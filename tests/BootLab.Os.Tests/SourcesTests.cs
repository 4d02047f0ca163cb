using BootLab.Os.Knowledge;
using Xunit;

namespace BootLab.Os.Tests;

public sealed class SourcesTests
{
    [Fact]
    public void Each_kind_of_evidence_has_a_word_of_its_own()
    {
        var words = Enum.GetValues<Evidence>().Select(evidence => evidence.Word()).ToArray();
        Assert.Equal(words, words.Distinct());
        Assert.Contains("single-report", words);
    }

    [Fact]
    public void A_source_is_found_by_its_key() => Assert.Contains("477708", Sources.Place("SF"), StringComparison.Ordinal);
}
