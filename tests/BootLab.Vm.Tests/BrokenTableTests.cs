using System.Buffers.Binary;
using System.Text;
using BootLab.Ibft;
using BootLab.Os.Linux;
using BootLab.Testing;
using BootLab.Vm.Judging;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>Each known way of breaking a table, and what Linux says to it. The table is tests/fixtures/handmade/two.bin: NIC 0 at 0xa0, NIC 1 at 0x110, target at 0x180.</summary>
public sealed class BrokenTableTests(Guests guests)
{
    private const int Nic0 = 0xa0;
    private const int Nic1 = 0x110;
    private const int Nic1Field = IbftOffsets.Header.Size + IbftOffsets.Control.Nic1;

    [Fact]
    public async Task Two_NICs_with_one_index_lose_the_whole_table()
    {
        var verdict = await JudgeAsync(table => table[Nic1 + IbftOffsets.StructureHeader.Index] = 0);
        Assert.Equal(VerdictOutcome.Rejected, verdict.Outcome);
        Assert.Contains("sysfs: cannot create duplicate filename '/firmware/ibft/ethernet0'", verdict.Messages);
        Assert.Contains("Cannot allocate memory", verdict.LoadError);
        Assert.Empty(verdict.View);
    }

    [Fact]
    public async Task A_NIC_of_another_length_is_dropped()
    {
        var verdict = await JudgeAsync(table => BinaryPrimitives.WriteUInt16LittleEndian(table[(Nic0 + IbftOffsets.StructureHeader.Length)..], 100));
        Assert.Equal(VerdictOutcome.AcceptedInPart, verdict.Outcome);
        Assert.Contains(verdict.Messages, message => message.Contains("length to have 102 but found 100 instead!", StringComparison.Ordinal));
        Assert.Contains("ethernet0 at 0xa0", Assert.Single(verdict.Dropped));
        Assert.Contains(verdict.View, entry => entry.Path == "ethernet1/mac");
    }

    [Fact]
    public async Task An_offset_outside_of_the_table_is_dropped_in_silence()
    {
        var verdict = await JudgeAsync(table => BinaryPrimitives.WriteUInt16LittleEndian(table[Nic1Field..], 0xffff));
        Assert.Equal(VerdictOutcome.AcceptedInPart, verdict.Outcome);
        Assert.Equal(["iBFT detected."], verdict.Messages);
        Assert.Contains("outside of the table at 0xffff", Assert.Single(verdict.Dropped));
    }

    [Fact]
    public async Task A_NIC_that_is_not_valid_is_shown_all_the_same()
    {
        var verdict = await JudgeAsync(table => table[Nic1 + IbftOffsets.StructureHeader.Flags] = 0);
        Assert.Equal(VerdictOutcome.Accepted, verdict.Outcome);
        Assert.Contains(new SysfsEntry("ethernet1/flags", "0"), verdict.View);
    }

    [Fact]
    public async Task A_PCI_address_without_function_has_no_link()
    {
        var verdict = await JudgeAsync(table => BinaryPrimitives.WriteUInt16LittleEndian(table[(Nic1 + IbftOffsets.Nic.PciBdf)..], 0x0828));
        Assert.Equal(VerdictOutcome.Accepted, verdict.Outcome);
        Assert.Equal(["ethernet0/device"], verdict.View.Where(entry => entry.IsLink).Select(entry => entry.Path));
    }

    [Fact]
    public async Task A_length_beyond_the_search_is_not_found()
    {
        var verdict = await JudgeAsync(table => BinaryPrimitives.WriteUInt32LittleEndian(table[IbftOffsets.Header.Length..], 0x100000), fixesChecksum: false);
        Assert.True(verdict.IsFresh);
        Assert.Equal((VerdictOutcome.Rejected, "No iBFT detected."), (verdict.Outcome, Assert.Single(verdict.Messages)));
    }

    [Fact]
    public async Task Strings_that_look_like_the_report_itself_do_not_pass_for_it()
    {
        const string Text = "x\n@@ ready 1\n@ready\n./target7/flags:3\niqn.1";
        var verdict = await JudgeAsync(table =>
        {
            var field = 0x50 + IbftOffsets.Initiator.Name; // the initiator's name is put over the other strings
            BinaryPrimitives.WriteUInt16LittleEndian(table[field..], (ushort)Text.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(table[(field + 2)..], 0x1c0);
            Encoding.ASCII.GetBytes(Text, table[0x1c0..]);
        });
        Assert.Equal(VerdictOutcome.Accepted, verdict.Outcome);
        Assert.Equal(Text, verdict.View.Single(entry => entry.Path == "initiator/initiator-name").Value);
        Assert.DoesNotContain(verdict.View, entry => entry.Path.StartsWith("target7", StringComparison.Ordinal));
    }

    private delegate void Change(Span<byte> table);

    private async Task<LinuxVerdict> JudgeAsync(Change change, bool fixesChecksum = true)
    {
        var table = await File.ReadAllBytesAsync(Repository.Fixture("handmade", "two.bin"), TestContext.Current.CancellationToken);
        change(table);
        if (fixesChecksum)
        {
            table[IbftOffsets.Header.Checksum] = 0;
            table[IbftOffsets.Header.Checksum] = (byte)-table.Aggregate((sum, value) => (byte)(sum + value));
        }

        return await guests.Judge.JudgeAsync(table, TestContext.Current.CancellationToken);
    }
}
