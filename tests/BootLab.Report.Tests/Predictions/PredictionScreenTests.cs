using System.Text.Json;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Report.Json;
using BootLab.Report.Predictions;
using BootLab.Report.Terminal;
using BootLab.Testing;
using Xunit;

namespace BootLab.Report.Tests.Predictions;

/// <summary>Predictions as people and programs see them.</summary>
public sealed class PredictionScreenTests
{
    private static readonly WindowsRelease s_2012 = WindowsRelease.All.Single(release => release.Id == "2012");

    /// <summary>A crash, with everything that a prediction can hold.</summary>
    private static WindowsPrediction Crash => new()
    {
        Profile = "windows",
        Release = s_2012,
        Outcome = WindowsOutcome.CrashAndReboot,
        Code = 0x7b,
        IsReported = true,
        Headline = "Windows stops with 0x7B, and the machine restarts: a filter named \e[2J is bound to 08:04.0 (san) (W-LWF-1)",
        Stage = WindowsStage.Ndis,
        Trace =
        [
            new(WindowsStage.Firmware, StageState.Passed, [new("S0", FactRole.Assumed, "nobody says how the boot program fared", Evidence.Spec)]),
            new(WindowsStage.BootDrivers, StageState.Passed,
            [
                new("T-DISC-1", FactRole.Holds, "the table is in low memory at 0x9a000, 507 bytes: the loader takes this for a network boot", Evidence.Source, "EDK2-IBFT"),
                new("W-SVC-1", FactRole.Assumed, "the driver of 08:04.0 (san) is taken to be promoted", Evidence.Vendor, "KB976042"),
                new("T-CTL-5", FactRole.Notes, "structures stand at multiples of 8", Evidence.Inferred),
            ]),
            new(WindowsStage.PlugAndPlay, StageState.Passed, [new("D-ID-1", FactRole.Holds, "08:04.0 (san) is where Windows met it", Evidence.Inferred)]),
            new(WindowsStage.Ndis, StageState.Failed, [new("W-LWF-1", FactRole.Breaks, "a filter is bound to 08:04.0 (san), mandatory and not loaded by the loader: NDIS halts the NIC", Evidence.SingleReport, "SF", "KB976042")]),
            new(WindowsStage.TableToNics, StageState.NotReached, []),
            new(WindowsStage.Running, StageState.NotReached, []),
        ],
        Confidence = Evidence.SingleReport,
        Change = new BetterBoot("unbind the filter", WindowsOutcome.BootsDegraded),
        Dissent = [new Statement("The report has another cause.", Evidence.SingleReport, "SF")],
    };

    private static WindowsPrediction Degraded
    {
        get
        {
            var why = new DecidingFact("N-2", FactRole.Degrades, "08:04.1 (lan) is of the model of 08:04.0 (san) and not in the table", Evidence.Vendor, "KB-2012-NIC");
            return new WindowsPrediction
            {
                Profile = "seed-ordering",
                Release = s_2012,
                Outcome = WindowsOutcome.BootsDegraded,
                Headline = "Windows boots, but not all is well",
                Stage = WindowsStage.Running,
                Trace = [new(WindowsStage.SecondPlugAndPlay, StageState.Degraded, [why]), new(WindowsStage.Running, StageState.Passed, [])],
                Degradations = [new("08:04.1 (lan)", "code-31", why), new(null, "code-31", why)],
                Confidence = Evidence.Vendor,
            };
        }
    }

    [Theory]
    [InlineData(80, false)]
    [InlineData(120, false)]
    [InlineData(120, true)]
    public void A_prediction_is_shown_in_full(int width, bool colour) => Golden.Equal(
        "BootLab.Report.Tests", $"prediction-{width}{(colour ? "-colour" : "")}.txt", Written(writer =>
        {
            var screen = new Screen(width, colour);
            PredictionText.Write(writer, screen, Crash);
            PredictionText.Write(writer, screen, Degraded);
        }));

    [Fact]
    public void Both_profiles_are_shown_in_brief() =>
        Golden.Equal("BootLab.Report.Tests", "prediction-brief.txt", Written(writer => PredictionText.WriteBrief(writer, new Screen(100, Colour: false), [Crash, Degraded], changeOf: "windows")));

    [Fact]
    public void Versions_stand_below_each_other() => Golden.Equal(
        "BootLab.Report.Tests", "prediction-versions.txt", Written(writer => VersionTable.Write(writer, Screen.Plain, [[Crash, Degraded], [Crash with { Release = WindowsRelease.All[^1] }, Degraded with { Release = WindowsRelease.All[^1] }]])));

    [Fact]
    public void No_line_is_wider_than_the_screen()
    {
        var screen = new Screen(80, Colour: false);
        Assert.All(Lines(writer => PredictionText.Write(writer, screen, Crash)), line => Assert.InRange(line.Length, 0, 80));
        Assert.All(Lines(writer => VersionTable.Write(writer, screen, [[Crash], [Degraded]])), line => Assert.InRange(line.Length, 0, 80));

        static string[] Lines(Action<TextWriter> write) => Written(write).Split('\n');
    }

    [Fact]
    public void Programs_get_every_part()
    {
        var text = JsonOutput.Document(PredictionJson.Schema, json => PredictionJson.Write(json, [Crash, Degraded]));

        Golden.Equal("BootLab.Report.Tests", "prediction.json", text);
        using var json = JsonDocument.Parse(text);
        Assert.Equal("second-plug-and-play", json.RootElement.GetProperty("predictions")[1].GetProperty("stage").GetString());
    }

    [Theory]
    [InlineData(0x7bu, "0x7B")]
    [InlineData(0xc000000eu, "0xc000000e")]
    public void Codes_are_written_as_windows_writes_them(uint code, string expected) => Assert.Equal(expected, PredictionWords.Code(code));

    private static string Written(Action<TextWriter> write)
    {
        using var writer = new StringWriter();
        write(writer);
        return writer.ToString();
    }
}
