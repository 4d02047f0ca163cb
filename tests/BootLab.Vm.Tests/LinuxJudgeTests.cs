using System.Security.Cryptography;
using BootLab.Testing;
using BootLab.Vm.Judging;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>Guests that stop answering, and guests of a table's own.</summary>
public sealed class LinuxJudgeTests(Guests guests)
{
    private static readonly byte[] _table = File.ReadAllBytes(Repository.Fixture("handmade", "two.bin"));

    [Theory]
    [InlineData("panic")]
    [InlineData("hang")]
    public async Task A_guest_that_dies_or_hangs_is_reported_with_its_table_and_replaced(string request)
    {
        await using var judge = new LinuxJudge(guests.Pieces, Guests.Options with { Guests = 1 });
        var patience = judge.AnswerLimit;
        judge.Request = request;
        judge.AnswerLimit = request == "hang" ? TimeSpan.FromSeconds(2) : patience;
        var lost = await judge.JudgeAsync(_table, Token);
        Assert.Equal(VerdictOutcome.NoAnswer, lost.Outcome);
        Assert.Empty(lost.View);
        var console = string.Join('\n', lost.Messages);
        if (request == "panic")
        {
            Assert.Contains("Kernel panic", console);
        }
        else
        {
            Assert.DoesNotContain("Kernel panic", console);
        }

        judge.Request = "ibft";
        judge.AnswerLimit = patience;
        var verdicts = await judge.JudgeAllAsync(Enumerable.Repeat<ReadOnlyMemory<byte>>(_table, 3), Token);
        Assert.All(verdicts, verdict => Assert.Equal(VerdictOutcome.Accepted, verdict.Outcome));
        Assert.Equal(2, judge.GuestsStarted);
    }

    [Fact]
    public async Task A_guest_that_boots_finds_the_table_by_itself()
    {
        await using var judge = new LinuxJudge(guests.Pieces, Guests.Options with { AlwaysBoot = true });
        var verdict = await judge.JudgeAsync(_table, Token);
        var kept = await guests.Judge.JudgeAsync(_table, Token);
        Assert.True(verdict.IsFresh);
        Assert.Equal("iBFT found at 0x000000000009a000.", Assert.Single(verdict.SearchMessages));
        Assert.Equal(kept.View, verdict.View);
    }

    [Fact]
    public async Task A_guest_from_a_saved_state_judges_as_others_do()
    {
        using var folder = new TemporaryFolder();
        var pieces = guests.PiecesIn(folder);
        var options = Guests.Options with { Guests = 1, AlwaysFresh = true };
        string first;
        await using (var judge = new LinuxJudge(pieces, options))
        {
            var verdicts = await judge.JudgeAllAsync([_table, _table], Token); // the first guest boots, the second does not
            var kept = await guests.Judge.JudgeAsync(_table, Token);
            Assert.All(verdicts, verdict => Assert.Equal((VerdictOutcome.Accepted, true, 0), (verdict.Outcome, verdict.IsFresh, verdict.SearchMessages.Count)));
            Assert.All(verdicts, verdict => Assert.Equal(kept.View, verdict.View));
            Assert.All(verdicts, verdict => Assert.Equal(kept.Messages, verdict.Messages));
            first = State(folder);
        }

        // One that QEMU does not take is made anew: here only the name is right.
        byte[] broken = [.. "QEVM"u8, .. new byte[100_000]];
        File.Delete(first);
        var name = Path.GetFileName(first).Split('-');
        await File.WriteAllBytesAsync(folder.PathTo($"{name[0]}-{name[1]}-{name[2]}-{Convert.ToHexStringLower(SHA256.HashData(broken))}.state"), broken, Token);
        await using (var judge = new LinuxJudge(pieces, options))
        {
            Assert.Equal(VerdictOutcome.Accepted, (await judge.JudgeAsync(_table, Token)).Outcome);
            Assert.NotEqual(name[2], Path.GetFileName(State(folder)).Split('-')[2]);
        }

        // One whose content is not what its name says is not tried.
        await using (var file = File.OpenWrite(State(folder)))
        {
            file.Position = file.Length / 2;
            file.Write("changed"u8);
        }

        using var states = new SavedStates(pieces, new LinuxGuestSetup { Table = TablePlace.Reserve, Words = ["bootlab.serve"] });
        Assert.Null(await states.FindAsync(Token));
        Assert.Empty(Directory.EnumerateFiles(folder.Root, "*.state"));
    }

    [Fact]
    public async Task A_table_too_large_for_low_memory_is_refused()
    {
        var error = await Assert.ThrowsAsync<VmException>(() => guests.Judge.JudgeAsync(new byte[TablePlace.LargestTable + 1], Token));
        Assert.Contains("publish it by ACPI", error.Message);
    }

    private static string State(TemporaryFolder folder) => Assert.Single(Directory.EnumerateFiles(folder.Root, "*.state"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
