using System.Text.RegularExpressions;
using BootLab.Labs.Tables;
using BootLab.Labs.Vectors;
using BootLab.Rules;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Vectors;

/// <summary>
/// Every rule on its vector in tests/rules: silent on the good tables, firing on the bad ones, and nothing else firing there than the vector says.
/// With BOOTLAB_UPDATE_GOLDEN=1 the lists of what fires are written anew, to be looked at in the diff.
/// </summary>
public partial class RuleVectorTests
{
    private static readonly string s_folder = Repository.PathTo("tests", "rules");

    public static TheoryData<string> Ids { get; } = [.. Directory.GetFiles(s_folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Bases { get; } = ["plain", "two"];

    [Fact]
    public void Every_rule_has_a_vector_and_every_vector_a_rule()
    {
        Assert.Equal(Catalogue.All.Select(rule => rule.Id).Order(StringComparer.Ordinal), Ids.Select(row => row.Data));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_is_silent_on_ok_and_fires_on_err(string id)
    {
        var path = Path.Combine(s_folder, $"{id}.yaml");
        var vector = RuleVector.Load(path);
        Assert.NotEmpty(vector.Ok);
        Assert.NotEmpty(vector.Err);
        foreach (var entry in vector.Ok)
        {
            Assert.False(Fires(entry).Contains(id), $"{id} fires on '{entry.Name}'");
        }

        Update(path, vector);
        foreach (var entry in vector.Err)
        {
            var fires = Fires(entry);
            Assert.True(fires.Contains(id), $"{id} is silent on '{entry.Name}'; {string.Join(", ", fires)}");
            Assert.Equal($"{entry.Name}: {string.Join(", ", entry.Fires!)}", $"{entry.Name}: {string.Join(", ", fires)}");
        }
    }

    [Theory]
    [MemberData(nameof(Bases))]
    public void Nothing_fires_on_the_tables_that_most_vectors_are_made_of(string name)
    {
        var table = TableSpec.Load(Path.Combine(s_folder, "bases", $"{name}.yaml")).Build();
        Assert.Empty(new Linter([Profile.Everything]).Check(table, RuleContext.None).Select(finding => $"{finding.Rule.Id}: {finding.Finding.Found}"));
    }

    private static string[] Fires(VectorCase entry) =>
        [.. new Linter([Profile.Everything]).Check(entry.Table.Span, entry.Context).Select(finding => finding.Rule.Id).Distinct().Order(StringComparer.Ordinal)];

    private static void Update(string path, RuleVector vector)
    {
        if (Environment.GetEnvironmentVariable("BOOTLAB_UPDATE_GOLDEN") != "1")
        {
            return;
        }

        var number = 0;
        File.WriteAllText(path, FiresLine().Replace(File.ReadAllText(path), line => $"{line.Groups[1].Value}[{string.Join(", ", Fires(vector.Err[number++]))}]"));
    }

    [GeneratedRegex(@"^(    fires: ).*$", RegexOptions.Multiline)]
    private static partial Regex FiresLine();
}
