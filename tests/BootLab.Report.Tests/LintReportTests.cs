using System.Text.Json;
using System.Xml.Linq;
using BootLab.Ibft;
using BootLab.Report.Lint;
using BootLab.Report.Tables;
using BootLab.Report.Terminal;
using BootLab.Rules;
using BootLab.Testing;
using NJsonSchema;
using Xunit;

namespace BootLab.Report.Tests;

/// <summary>Findings as text, JSON, SARIF and JUnit.</summary>
public class LintReportTests
{
    private static readonly Linter s_linter = new([Profile.StrictSpec, Profile.Linux], wantsReasons: true);

    [Theory]
    [InlineData("nicid9", 100)]
    [InlineData("nicid9", 60)]
    [InlineData("two", 100)]
    public void Text(string name, int width)
    {
        Golden.Equal("BootLab.Report.Tests", $"lint-{name}-{width}.txt", Written(writer => LintText.Write(writer, new Screen(width, Colour: false), Report(name))));
    }

    [Fact]
    public void Json() => Golden.Equal("BootLab.Report.Tests", "lint-nicid9.json", LintJson.Document(Report("nicid9")));

    [Fact]
    public void A_line_of_json_is_one_line()
    {
        var line = LintJson.Line(Report("nicid9"));
        Assert.Equal(line.Length - 1, line.IndexOf('\n'));
        Assert.Equal(LintJson.Schema, JsonDocument.Parse(line).RootElement.GetProperty("schema").GetString());
    }

    [Theory]
    [InlineData("two")]
    [InlineData("nicid9")]
    [InlineData("chap")]
    [InlineData("trunc")]
    public async Task Sarif_is_valid_against_the_published_schema(string name)
    {
        var schema = await JsonSchema.FromFileAsync(Repository.PathTo("tests", "BootLab.Report.Tests", "Schemas", "sarif-2.1.0-rtm.5.json"), TestContext.Current.CancellationToken);
        var report = LintReport.Without(Report(name), [new Suppression("IBFT115", "the LAN is set up by the system")]);
        var sarif = LintSarif.Document(report, s_linter.Rules, "0.1.0");
        Assert.Empty(schema.Validate(sarif).Select(error => error.ToString()));
        Assert.NotEmpty(schema.Validate(sarif.Replace("\"ruleId\"", "\"ruleIdentity\"", StringComparison.Ordinal).Replace("\"version\"", "\"versions\"", StringComparison.Ordinal)));

        var run = JsonDocument.Parse(sarif).RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(report.Findings.Count + report.Suppressed.Count, results.Count);
        Assert.Equal(report.Suppressed.Count, results.Count(result => result.TryGetProperty("suppressions", out _)));
        Assert.All(results, result => Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
    }

    [Fact]
    public void Sarif_says_which_bytes()
    {
        var run = JsonDocument.Parse(LintSarif.Document(Report("nicid9"), s_linter.Rules, "0.1.0")).RootElement.GetProperty("runs")[0];
        var result = run.GetProperty("results").EnumerateArray().Single(one => one.GetProperty("ruleId").GetString() == "IBFT024");
        var region = result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region");
        Assert.Equal((0x110, 1, "error"), (region.GetProperty("byteOffset").GetInt32(), region.GetProperty("byteLength").GetInt32(), result.GetProperty("level").GetString()));
    }

    [Fact]
    public void Junit_has_a_case_for_each_rule_and_a_failure_for_those_that_count()
    {
        var report = Report("nicid9");
        var suite = XDocument.Parse(LintJunit.Document(report, s_linter.Rules, Severity.Error)).Descendants("testsuite").Single();
        Assert.Equal(s_linter.Rules.Count(), suite.Elements("testcase").Count());
        var failed = suite.Elements("testcase").Where(one => one.Element("failure") is not null).Select(one => one.Attribute("name")!.Value.Split(' ')[0]);
        Assert.Equal(report.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Rule.Id).Distinct(), failed);
    }

    [Fact]
    public void What_is_suppressed_is_counted_with_its_reason_and_nowhere_else()
    {
        var before = Report("two");
        var report = LintReport.Without(before, [new Suppression("ibft115", "the LAN is set up by the system")]);
        Assert.Contains(before.Findings, finding => finding.Rule.Id == "IBFT115");
        Assert.DoesNotContain(report.Findings, finding => finding.Rule.Id == "IBFT115");
        var text = Written(writer => LintText.Write(writer, Screen.Plain, report));
        Assert.Contains("the LAN is set up by the system", text);
        Assert.Contains("1 suppressed", text);
    }

    [Fact]
    public void Secrets_are_not_shown_among_the_bytes()
    {
        var bytes = File.ReadAllBytes(Repository.Fixture("handmade", "chap.bin"));
        var table = IbftReader.Read(bytes);
        var text = table.Targets[0].ChapSecret;
        bytes[text.Offset + text.Length] = 0x41;
        var report = Report("chap", bytes) with { Secrets = Secrets.Of(table, show: false) };
        var written = Written(writer => LintText.Write(writer, Screen.Plain, report));
        Assert.Contains("IBFT031", written);
        Assert.DoesNotContain("73 65 63 72 65 74", written); // "secret"
    }

    private static LintReport Report(string name, byte[]? changed = null)
    {
        var bytes = changed ?? File.ReadAllBytes(Repository.Fixture("handmade", $"{name}.bin"));
        return new LintReport($"{name}.bin", bytes)
        {
            Profiles = [Profile.StrictSpec, Profile.Linux],
            Findings = [.. s_linter.Check(bytes, RuleContext.None)],
            Undecided = [.. s_linter.Undecided],
        };
    }

    private static string Written(Action<TextWriter> write)
    {
        using var writer = new StringWriter();
        write(writer);
        return writer.ToString();
    }
}
