using BootLab.Ibft;
using BootLab.Os.Windows;
using BootLab.Os.Windows.Checklist;
using BootLab.Testing;
using Xunit;

namespace BootLab.Os.Tests.Windows.Checklist;

/// <summary>The checklist and the model of a boot judge the same disks by the same facts: something is wrong where the boot ends, and nowhere else.</summary>
public sealed class ModelAgreementTests
{
    private static readonly byte[] s_table = File.ReadAllBytes(Repository.Fixture("handmade", "two.bin"));

    public static TheoryData<string> Changes { get; } = [.. ChecklistChanges.All.Keys];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Something_is_wrong_where_the_model_ends_the_boot_and_nowhere_else(string name)
    {
        var (build, change, _) = ChecklistChanges.All[name];
        var windows = new HealthyWindows(build);
        change(windows);
        var image = windows.ToImage();
        var checklist = HiveChecklist.Of(image, new ChecklistOptions { Table = IbftReader.ReadLenient(s_table).Table });
        var prediction = WindowsBoot.Predict(new WindowsSituation { Release = checklist.Release!, Memory = PlacedTable.InLowMemory(s_table), Image = image });

        var wrong = checklist.Lines.Where(line => line.State == CheckState.Wrong && !IsSaidByTheBootPath(line)).Select(line => line.FactId).ToArray();

        Assert.Equal(wrong.Length > 0, prediction.Outcome is not (WindowsOutcome.Boots or WindowsOutcome.BootsDegraded));
        Assert.True(wrong.Length == 0 || wrong.Any(id => Family(id) == Family(prediction.Decisive!.Id)), $"the model ends it by {prediction.Decisive?.Id}, the checklist by {string.Join(", ", wrong)}");
    }

    // The model takes the steps of the boot manager as the reader of the disk has followed them, and these disks in memory have theirs given.
    private static bool IsSaidByTheBootPath(ChecklistLine line) => line.Section == HiveChecklist.BootConfigurationSection;

    // W-ENUM-1 and W-ENUM-3 are two sides of a NIC whose driver was never installed.
    private static string Family(string id) => id[..id.LastIndexOf('-')];
}
