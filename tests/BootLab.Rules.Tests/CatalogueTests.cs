using System.Text.RegularExpressions;
using BootLab.Os.Knowledge;
using Xunit;

namespace BootLab.Rules.Tests;

/// <summary>What the descriptions of all rules have to be like.</summary>
public class CatalogueTests
{
    public static TheoryData<string> Ids { get; } = [.. Catalogue.All.Select(rule => rule.Id)];

    [Fact]
    public void Every_rule_of_the_program_is_in_the_catalogue_once()
    {
        var written = typeof(Rule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Rule)) && !type.IsAbstract);
        Assert.Equal(written.Select(type => type.Name).Order(StringComparer.Ordinal), Catalogue.All.Select(rule => rule.GetType().Name).Order(StringComparer.Ordinal));
        Assert.Distinct(Catalogue.All.Select(rule => rule.Id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_is_described(string id)
    {
        var rule = Catalogue.Find(id.ToLowerInvariant())!;
        var info = rule.Info;
        Assert.Equal(id, rule.Id);
        Assert.Matches(new Regex("^(IBFT[01][0-9]{2}|(LNX|WIN|ESX|BSD|SUN|PRD|EMU)[0-9]{3}|OQ-[1-7])$"), id);
        Assert.NotEmpty(info.Facts);
        Assert.NotEmpty(info.Sources);
        Assert.All(info.Sources.Concat(info.BetterEvidence.SelectMany(statement => statement.SourceKeys)), key => Assert.NotEmpty(Sources.Place(key)));
        Assert.NotEqual(Consumers.None, info.AppliesTo);
        Assert.DoesNotMatch("[.]$", info.Title);
        Assert.All([info.Why, info.Mend], text => Assert.Matches("[.]$", text));
        Assert.All(info.SeverityIn.Keys, name => Assert.NotNull(Profile.Find(name)!.SeverityOf(rule)));
    }

    [Theory]
    [InlineData("ibft021", "IBFT021")]
    [InlineData("S21", "IBFT021")]
    [InlineData("t-ord-1", "OQ-5")]
    [InlineData("S99", "")]
    public void Rules_are_found_by_their_id_and_by_the_facts(string id, string expected)
    {
        Assert.Equal(expected, string.Join(' ', Catalogue.Search(id).Select(rule => rule.Id)));
    }

    [Fact]
    public void The_rules_of_the_report_are_hard_in_their_own_profile_and_warnings_for_windows()
    {
        var rule = Catalogue.Find("OQ-2")!;
        Assert.Equal(Severity.Error, Profile.SeedOrdering.SeverityOf(rule));
        Assert.Equal(Severity.Warning, Profile.Windows.SeverityOf(rule));
        Assert.Null(Profile.Linux.SeverityOf(rule));
        Assert.Equal(["OQ-1", "OQ-2", "OQ-3", "OQ-4", "OQ-5", "OQ-6", "OQ-7"], new Linter([Profile.SeedOrdering]).Rules.Select(member => member.Id));
    }
}
