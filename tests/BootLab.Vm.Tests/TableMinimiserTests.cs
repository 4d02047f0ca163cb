using BootLab.Ibft.Fields;
using BootLab.Ibft.Generation;
using BootLab.Ibft.Views;
using BootLab.Os;
using BootLab.Os.Linux;
using BootLab.Vm.Fuzzing;
using BootLab.Vm.Judging;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>What remains of a table that a property is looked for in, and how answers are held against each other.</summary>
public sealed class TableMinimiserTests
{
    private const int Tables = 40;

    [Fact]
    public async Task Only_what_the_property_needs_remains()
    {
        var found = 0;
        foreach (var generated in TableGenerator.Many(11, Tables).Where(table => table.IsSummed))
        {
            if (!IbftView.TryOpen(generated.Base, out var view) || !FieldPath.Parse("target[0].port").TryLocate(view, out var field) || generated.Bytes.Length < field.End)
            {
                continue;
            }

            var wanted = generated.Bytes[field.Offset];
            if (wanted == 0)
            {
                continue;
            }

            var questions = 0;
            var smallest = await new TableMinimiser(generated.Bytes, generated.Base).RunAsync(bytes =>
            {
                questions++;
                return Task.FromResult(bytes[field.Offset] == wanted);
            });

            found++;
            Assert.Equal(wanted, smallest[field.Offset]);
            Assert.InRange(questions, 1, 400);
            // Besides that byte: the checksum and the headers of the structures.
            Assert.InRange(smallest.Count(value => value != 0), 1, 130);
        }

        Assert.InRange(found, 5, Tables);
    }

    [Fact]
    public void Each_way_to_differ_is_said()
    {
        var table = TableGenerator.One(1, 0).Base;
        var foretold = new LinuxKernel(LinuxVersion.Observed).Read(PlacedTable.InLowMemory(table), _ => true);
        var same = new LinuxVerdict(AnswerComparison.OutcomeOf(foretold), foretold.Messages, LoadError: null, [], foretold.Tree.Entries, IsFresh: false);

        Assert.Empty(AnswerComparison.Differences(foretold, same));
        Assert.Equal(["outcome: foretold Accepted, Linux says NoAnswer"], AnswerComparison.Differences(foretold, same with { Outcome = VerdictOutcome.NoAnswer }));
        Assert.Equal(["messages: foretold 'iBFT detected.', Linux says 'iBFT detected. | more'"], AnswerComparison.Differences(foretold, same with { Messages = ["iBFT detected.", "more"] }));
        Assert.Equal(["loading the module: foretold nothing, Linux says 'No such device'"], AnswerComparison.Differences(foretold, same with { LoadError = "insmod: can't insert '/mod/iscsi_ibft.ko': No such device" }));
        Assert.Equal(["search: foretold 'iBFT found at 0x000000000009a000.', Linux says ''"], AnswerComparison.Differences(foretold, same with { HasSearched = true }));
        Assert.Equal(["acpi_header/signature: foretold 'iBFT', Linux shows nothing"], AnswerComparison.Differences(foretold, same with { View = [.. same.View.Where(entry => entry.Path != "acpi_header/signature")] }));
        Assert.Equal(["ethernet9/mac: foretold nothing, Linux shows ''"], AnswerComparison.Differences(foretold, same with { View = [.. same.View, new SysfsEntry("ethernet9/mac", "")] }));
    }
}
