using BootLab.Conformance;
using BootLab.Testing;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>The embedded target against iscsi-test-cu, and docs/conformance.md against what came out.</summary>
public class ConformanceTests
{
    // Families of commands that boot programs and operating systems live on: none of their tests may be left out.
    private static readonly string[] Indispensable =
    [
        "Read6", "Read10", "Read12", "Read16", "Write10", "Write12", "Write16", "WriteVerify10", "WriteVerify12", "WriteVerify16",
        "Verify10", "Verify12", "Verify16", "ReadCapacity10", "ReadCapacity16", "Inquiry", "Mandatory", "ModeSense6", "TestUnitReady", "Reserve6",
        "PrinReadKeys", "PrinReportCapabilities", "PrinServiceactionRange", "ProutRegister", "ProutReserve", "ProutClear", "ProutPreempt",
        "Unmap", "GetLBAStatus", "OrWrite", "Prefetch10", "Prefetch16", "ReadDefectData10", "ReadDefectData12", "MultipathIO",
    ];

    [Fact]
    public async Task The_scsi_family_passes_and_each_skip_has_its_reason()
    {
        var section = await ConformanceSection.RunScsiAsync();

        Check(section);
        Assert.Equal(215, section.Embedded.Total);
        Assert.InRange(section.Embedded.SkippedLines, 0, 81);
        Assert.Equal([], section.Embedded.Cases.Where(result => Indispensable.Contains(result.Suite) && result.Skips.Count > 0).Select(result => result.Name));
        Assert.Equal([], Indispensable.Except(section.Embedded.Cases.Select(result => result.Suite)));
    }

    [Fact]
    public async Task The_iscsi_family_passes_without_a_skip()
    {
        var section = await ConformanceSection.RunIscsiAsync();

        Check(section);
        Assert.Equal((15, 0), (section.Embedded.Total, section.Embedded.SkippedLines));
    }

    [Fact]
    public async Task A_removable_medium_can_be_taken_out_put_back_and_kept_in()
    {
        var section = await ConformanceSection.RunRemovableAsync();

        Check(section);
        Assert.Equal((12, 0), (section.Embedded.Total, section.Embedded.SkippedLines));
    }

    [Fact]
    public async Task A_read_only_disk_refuses_every_kind_of_write()
    {
        var section = await ConformanceSection.RunReadOnlyAsync();

        Check(section);
        Assert.Equal((1, 0), (section.Embedded.Total, section.Embedded.SkippedLines));
    }

    [Fact]
    public void What_the_tool_prints_is_read_by_test()
    {
        var run = ConformanceRun.Read(
            "Suite: One\n  Test: A ...passed    [FAILED] not in a test\n\n  Test: B ...    [SKIPPED] X is not implemented.\n    [SKIPPED] X is not implemented.\npassed\n"
            + "Suite: Two\n  Test: C ...    [FAILED] wrong sense\nFAILED\n    1. test_c.c:3  - CU_ASSERT_EQUAL(_r,0)\n\n\n"
            + "Run Summary:    Type  Total    Ran Passed Failed Inactive\n              suites      2      2    n/a      0        0\n               tests      3      3      2      1        0\n");

        Assert.Equal(["One.A passed", "One.B skipped: X is not implemented.", "Two.C **failed**"], run.Cases.Select(result => $"{result.Name} {result.Verdict}"));
        Assert.Equal((3, 2, 2), (run.Total, run.Passed, run.SkippedLines));
        Assert.Throws<FormatException>(() => ConformanceRun.Read("Suite: One\n  Test: A ..."));
    }

    // Nothing fails, the words were all understood, and the page says the same.
    private static void Check(ConformanceSection section)
    {
        var run = section.Embedded;
        Assert.Equal([], run.Cases.Where(result => !result.Passed).Select(result => result.Name));
        Assert.Equal((run.Total, run.Total), (run.Cases.Count, run.Passed));
        Assert.Equal([], run.Cases.SelectMany(result => result.Skips).Distinct().Where(reason => !SkipReasons.All.ContainsKey(reason)));

        var page = ConformancePage.ReadEmbedded(File.ReadAllText(Repository.PathTo(ConformancePage.Path)));
        var stale = run.Cases.Where(result => page.GetValueOrDefault((section.Title, result.Name)) != result.Verdict).Select(result => $"{result.Name}: {result.Verdict}");
        Assert.True(!stale.Any(), $"{ConformancePage.Path} says otherwise (eng/conformance.sh makes it anew): {string.Join("; ", stale)}");
    }
}
