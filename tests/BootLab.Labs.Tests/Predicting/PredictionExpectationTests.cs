using System.IO.Compression;
using BootLab.Labs.Files;
using BootLab.Labs.Predicting;
using BootLab.Labs.Running;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Predicting;

/// <summary>What a lab expects of predictions, and which Windows they are of.</summary>
public sealed class PredictionExpectationTests
{
    private static readonly LabFile s_dead = LabLoader.Load(Repository.PathTo("labs", "second-nic-dead"));
    private static readonly BootRun s_run = LabRunner.RunOne(s_dead, LabRunner.Variants(s_dead).First());

    [Fact]
    public void Everything_that_differs_is_missed()
    {
        var misses = Check(new ExpectedPrediction
        {
            Outcome = WindowsOutcome.Fails,
            Stage = WindowsStage.Login,
            Code = 0x7b,
            Deciding = "OQ-2",
            IsReported = false,
            Confidence = Evidence.Vendor,
            Nics = new Dictionary<string, IReadOnlyList<string>> { ["lan"] = [], ["san"] = ["code-31"] },
            Machine = ["host-route"],
        });

        Assert.Equal(
        [
            $"seed-ordering outcome: expected fails, found boots-degraded: {s_run.Predictions[1].Headline}",
            "seed-ordering stage: expected login, found second-plug-and-play",
            "seed-ordering reported: expected false, found true",
            "seed-ordering confidence: expected vendor, found single-report",
            "seed-ordering code: expected 0x7B, found none",
            "seed-ordering deciding: expected OQ-2, found OQ-1",
            "seed-ordering NIC lan: expected works, found code-31",
            "seed-ordering NIC san: expected code-31, found works",
            "seed-ordering machine: expected host-route, found works",
        ], misses);
    }

    [Fact]
    public void What_is_as_expected_is_not() => Assert.Empty(Check(new ExpectedPrediction
    {
        Outcome = WindowsOutcome.BootsDegraded,
        Stage = WindowsStage.SecondPlugAndPlay,
        Deciding = "OQ-1",
        IsReported = true,
        Confidence = Evidence.SingleReport,
        Nics = new Dictionary<string, IReadOnlyList<string>> { ["lan"] = ["code-31"], ["san"] = [] },
        Machine = [],
    }));

    [Fact]
    public void That_a_disk_starts_of_which_nothing_was_started_is_assumed()
    {
        var run = LabRunner.RunOne(s_dead, LabRunner.Variants(s_dead).Single(variant => variant.Name == "EDK2"));

        var assumed = Assert.Single(run.Predictions[0].Assumptions, fact => fact.Id == "S0");
        Assert.StartsWith("the disk has no EFI system partition", assumed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lab_without_windows_has_no_predictions()
    {
        var linux = s_dead with { Os = null };
        var run = LabRunner.RunOne(linux, LabRunner.Variants(linux).First());

        Assert.Empty(run.Predictions);
        Assert.Equal(["windows: expected a prediction, found none, for the system is no Windows"], Expectations.Check(run, With("windows", new ExpectedPrediction())));
    }

    [Fact]
    public void What_set_up_is_to_overwrite_does_not_say_which_windows_it_is()
    {
        Assert.True(OwnDisk.TryPutInto(Installation.Medium(s_dead), Repository.PathTo("images", "windows-7.img.gz"), out var medium, out _));
        var run = LabRunner.RunOne(medium, LabRunner.Variants(medium).First());

        Assert.Equal("2012", run.Predictions[0].Release.Id);
        Assert.Empty(run.PredictedBy);
        Assert.Equal(9200, run.Installed!.Build);
    }

    [Fact]
    public void A_disk_of_ones_own_takes_the_place_of_one_alone()
    {
        var two = s_dead with { Targets = [s_dead.Targets[0], s_dead.Targets[0] with { Iqn = "iqn.2026-11.lab.boot:second" }] };

        Assert.False(OwnDisk.TryPutInto(two, Repository.PathTo("images", "windows-7.img.gz"), out _, out var error));
        Assert.Equal("second-nic-dead: found 2 logical units on the lab's own targets, expected one for the disk; name the images in the lab: luns: {0: {image: FILE}}", error);
    }

    [Fact]
    public void The_disk_that_is_booted_says_which_windows_it_has_and_what_that_knows()
    {
        var run = BootFrom(Repository.PathTo("images", "windows-7.img.gz"));

        Assert.All(run.Predictions, prediction => Assert.Equal("2008r2", prediction.Release.Id));
        Assert.Equal(["the disk has build 7601", "the disk's registry goes before the record of the installation"], run.PredictedBy.Select(line => line.Split(',')[0]));
        Assert.Contains(run.Predictions[0].Trace.SelectMany(stage => stage.Facts), fact => fact.Role == FactRole.Holds && fact.Id == "W-BCD-1");
    }

    [Fact]
    public void Of_a_lab_that_names_no_system_the_disk_says_it()
    {
        var run = BootFrom(Repository.PathTo("images", "windows-7.img.gz"), s_dead with { Os = null });

        Assert.Equal(["2008r2", "2008r2"], run.Predictions.Select(prediction => prediction.Release.Id));
        Assert.Empty(run.PredictedBy);
        Assert.Empty(BootFrom(Repository.PathTo("images", "windows-7.img.gz"), s_dead with { Os = s_dead.Os! with { System = "linux" } }).Predictions);
    }

    [Theory]
    [InlineData("vpc", "subformat=fixed,force_size=on")]
    [InlineData("vpc", "force_size=on")]
    [InlineData("vhdx", "")]
    [InlineData("qcow2", "compat=1.1")]
    public void A_disk_of_any_format_is_booted_and_looked_into(string format, string options)
    {
        using var folder = new TemporaryFolder();
        var (raw, image) = (folder.PathTo("disk.img"), folder.PathTo($"disk.{format}"));
        using (var packed = new GZipStream(File.OpenRead(Repository.PathTo("images", "windows-7.img.gz")), CompressionMode.Decompress))
        using (var file = File.Create(raw))
        {
            packed.CopyTo(file);
        }

        string[] with = options.Length == 0 ? [] : ["-o", options];
        var made = PeerProcess.Run(Requires.Tool("qemu-img", "qemu-utils"), ["convert", "-f", "raw", "-O", format, .. with, raw, image]);
        Assert.True(made.ExitCode == 0, made.Error);

        Assert.Equal(BootFrom(raw).Predictions.Select(prediction => prediction.Headline), BootFrom(image).Predictions.Select(prediction => prediction.Headline));
    }

    private static BootRun BootFrom(string image, LabFile? from = null)
    {
        Assert.True(OwnDisk.TryPutInto(from ?? s_dead, image, out var lab, out _));
        return LabRunner.RunOne(lab, LabRunner.Variants(lab).First());
    }

    private static ExpectSpec With(string profile, ExpectedPrediction wanted) => new() { Predictions = new Dictionary<string, ExpectedPrediction> { [profile] = wanted } };

    private static IReadOnlyList<string> Check(ExpectedPrediction wanted) => Expectations.Check(s_run, With("seed-ordering", wanted));
}
