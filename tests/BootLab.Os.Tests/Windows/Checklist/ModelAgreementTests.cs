using BootLab.Ibft;
using BootLab.Os.Windows;
using BootLab.Os.Windows.Checklist;
using BootLab.Testing;
using Xunit;

namespace BootLab.Os.Tests.Windows.Checklist;

/// <summary>The checklist and the model of a boot judge the same disks by the same facts.</summary>
public sealed class ModelAgreementTests
{
    private static readonly byte[] s_table = File.ReadAllBytes(Repository.Fixture("handmade", "two.bin"));

    [Fact]
    public void Where_the_model_ends_a_boot_the_checklist_has_the_line_that_is_wrong()
    {
        var ended = 0;
        foreach (var (name, (build, change, _)) in ChecklistChanges.All)
        {
            var windows = new HealthyWindows(build);
            change(windows);
            var image = windows.ToImage();
            var checklist = HiveChecklist.Of(image, new ChecklistOptions { Table = IbftReader.ReadLenient(s_table).Table });
            var prediction = WindowsBoot.Predict(new WindowsSituation { Release = checklist.Release!, Memory = PlacedTable.InLowMemory(s_table), Image = image });
            if (prediction.Outcome is not (WindowsOutcome.Boots or WindowsOutcome.BootsDegraded))
            {
                var wrong = checklist.Lines.Where(line => line.State == CheckState.Wrong).Select(line => line.FactId).ToArray();
                Assert.True(wrong.Any(id => Family(id) == Family(prediction.Decisive!.Id)), $"{name}: the model ends it by {prediction.Decisive!.Id}, the checklist by {string.Join(", ", wrong)}");
                ended++;
            }
        }

        Assert.InRange(ended, 15, ChecklistChanges.All.Count - 15);
    }

    // W-ENUM-1 and W-ENUM-3 are two sides of a NIC whose driver was never installed.
    private static string Family(string id) => id[..id.LastIndexOf('-')];
}
