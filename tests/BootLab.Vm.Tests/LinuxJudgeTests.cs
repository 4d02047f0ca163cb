using BootLab.Testing;
using BootLab.Vm.Judging;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>Guests that stop answering, and guests of a table's own.</summary>
public sealed class LinuxJudgeTests(Guests guests)
{
    private static readonly byte[] _table = File.ReadAllBytes(Repository.Fixture("handmade", "two.bin"));

    [Theory]
    [InlineData("panic", 240)]
    [InlineData("hang", 10)]
    public async Task A_guest_that_dies_or_hangs_is_reported_with_its_table_and_replaced(string request, int secondsToAnswer)
    {
        await using var judge = new LinuxJudge(guests.Pieces, Guests.Options with { Guests = 1, AnswerLimit = TimeSpan.FromSeconds(secondsToAnswer) });
        judge.Request = request;
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
        var verdicts = await judge.JudgeAllAsync(Enumerable.Repeat<ReadOnlyMemory<byte>>(_table, 3), Token);
        Assert.All(verdicts, verdict => Assert.Equal(VerdictOutcome.Accepted, verdict.Outcome));
        Assert.Equal(2, judge.GuestsStarted);
    }

    [Fact]
    public async Task A_fresh_guest_finds_the_table_by_itself()
    {
        await using var judge = new LinuxJudge(guests.Pieces, Guests.Options with { AlwaysFresh = true });
        var verdict = await judge.JudgeAsync(_table, Token);
        var kept = await guests.Judge.JudgeAsync(_table, Token);
        Assert.True(verdict.IsFresh);
        Assert.Equal("iBFT found at 0x000000000009a000.", Assert.Single(verdict.SearchMessages));
        Assert.Equal(kept.View, verdict.View);
    }

    [Fact]
    public async Task A_table_too_large_for_low_memory_is_refused()
    {
        var error = await Assert.ThrowsAsync<VmException>(() => guests.Judge.JudgeAsync(new byte[TablePlace.LargestTable + 1], Token));
        Assert.Contains("publish it by ACPI", error.Message);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
