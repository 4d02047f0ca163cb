using BootLab.Rom.Ipxe;
using Xunit;

namespace BootLab.Rom.Tests.Script;

public class ScriptFlowTests
{
    [Theory]
    [InlineData("isset ${nope} || echo a && echo b", "a|b")]
    [InlineData("isset x || echo a && echo b", "b")]
    [InlineData("isset x && echo a || echo b", "a")]
    [InlineData("isset ${nope} && echo a && echo b ; echo c", "c")]
    [InlineData("isset ${nope} && echo a || echo b", "b")]
    [InlineData("echo a ; isset ${nope} ; echo b", "a|b")]
    public void Commands_run_from_left_to_right_and_a_skipped_one_leaves_the_status_as_it_is(string line, string printed) =>
        Assert.Equal(printed.Split('|'), Emulated.Console(line));

    [Fact]
    public void A_line_that_fails_ends_the_script_with_its_error()
    {
        var run = Emulated.Script("echo before\niseq a b\necho after\n");
        Assert.Equal(["before"], run.Console);
        Assert.Equal(Errno.ERANGE, (Errno)(run.Outcome.ErrorCode! >> 24));
    }

    [Fact]
    public void Only_the_last_status_of_a_line_counts() => Assert.Equal(["on"], Emulated.Console("iseq a b ||\necho on\n"));

    [Fact]
    public void Exit_ends_the_script_with_its_number()
    {
        var run = Emulated.Script("echo a\nexit 7 || echo b\necho c\n");
        Assert.Equal(["a"], run.Console);
        Assert.Equal(7u, run.Outcome.ErrorCode);
    }

    [Fact]
    public void Exit_without_a_number_is_success() => Assert.Null(Emulated.Script("exit\nisset ${nope}\n").Outcome.ErrorCode);

    [Fact]
    public void Goto_goes_forwards_and_backwards() =>
        Assert.Equal(["one", "two", "three"], Emulated.Console("goto first\n:second\necho two\ngoto third\n:first\necho one\ngoto second\n:third echo three\n"));

    [Fact]
    public void Goto_takes_the_first_label_and_leaves_the_rest_of_its_own_line() =>
        Assert.Equal(["x"], Emulated.Console("goto l ; echo never\n:l echo x\nexit\n:l echo y\n"));

    [Fact]
    public void A_loop_counts_with_inc() =>
        Assert.Equal(["1", "2", "3"], Emulated.Console("set n:int32 0\n:again inc n\necho ${n}\niseq ${n} 3 || goto again\n"));

    [Fact]
    public void A_missing_label_is_an_error_that_does_not_stop_the_line()
    {
        var run = Emulated.Script("goto nowhere || echo ${errno}\ngoto nowhere\necho never\n");
        Assert.Equal(["0x2d02803b"], run.Console);
        Assert.Equal(0x2d02803bu, run.Outcome.ErrorCode);
    }

    [Fact]
    public void A_script_that_runs_in_circles_is_stopped_and_called_a_hang()
    {
        var outcome = Emulated.Script(":a goto a\n").Outcome;
        Assert.Equal(BootOutcomeKind.Failed, outcome.Kind);
        Assert.Contains("circles", outcome.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sleep_takes_virtual_seconds() => Assert.Equal(TimeSpan.FromSeconds(90), Emulated.Script("sleep 90\n").Elapsed);

    [Theory]
    [InlineData("sleep -- -1")]
    [InlineData("sleep 4294967295")]
    public void A_sleep_of_years_is_called_a_hang(string line) =>
        Assert.Contains("sleeps for 4294967295 s", Emulated.Script(line).Outcome.Text, StringComparison.Ordinal);

    [Fact]
    public void A_prompt_without_a_time_out_hangs_and_one_with_it_fails()
    {
        Assert.Contains("waits for a key", Emulated.Script("prompt Go?\n").Outcome.Text, StringComparison.Ordinal);
        var run = Emulated.Script("prompt --key 0x02 --timeout 2500 Press Ctrl-B || echo on\n");
        Assert.Equal(["Press Ctrl-B", "on"], run.Console);
        Assert.Equal(TimeSpan.FromSeconds(2.5), run.Elapsed);
    }

    [Fact]
    public void An_unknown_command_says_so_and_ends_the_script()
    {
        var run = Emulated.Script("vcreate --tag 3 net0\necho never\n");
        Assert.Equal(["vcreate: command not found"], run.Console);
        Assert.Equal(Errno.ENOEXEC, (Errno)(run.Outcome.ErrorCode! >> 24));
    }

    [Fact]
    public void An_empty_line_is_success_and_a_word_that_expands_to_nothing_is_no_command() =>
        Assert.Equal([": command not found", "x"], Emulated.Console("\n   \n# all comment\n${nope} || echo x\n"));

    [Theory]
    [InlineData("isset")]
    [InlineData("isset a b")]
    [InlineData("iseq a")]
    [InlineData("iseq a b c")]
    [InlineData("goto")]
    [InlineData("sleep soon")]
    [InlineData("set")]
    [InlineData("clear")]
    [InlineData("sanhook")]
    [InlineData("sanhook --drive")]
    [InlineData("sanhook --drive -x iscsi:")]
    [InlineData("sanboot --nonsense")]
    [InlineData("ifopen net9")]
    public void A_call_that_a_command_does_not_understand_is_an_invalid_argument(string line) =>
        Assert.Equal(Errno.EINVAL, (Errno)(Emulated.Script(line).Outcome.ErrorCode! >> 24));

    [Fact]
    public void Options_end_at_the_first_word_that_is_none() => Assert.Equal(["a -n b", "x -1"], Emulated.Console("echo a -n b\nset v x -1\necho ${v}\n"));

    [Theory]
    [InlineData("goto x")]
    [InlineData("isset a")]
    [InlineData("iseq a a")]
    [InlineData("sanhook iscsi:a")]
    [InlineData("prompt")]
    public void gPXE_1_0_0_lacks_the_commands_of_later_years(string line) =>
        Assert.Equal([$"{line.Split(' ')[0]}: command not found"], Emulated.Console(line, "gpxe-1.0.0"));

    [Fact]
    public void gPXE_1_0_0_prints_separators_like_any_word() => Assert.Equal(["a || echo b ; c"], Emulated.Console("echo a || echo b ; c", "gpxe-1.0.0"));

    [Fact]
    public void A_file_that_is_no_script_cannot_be_executed() => Assert.Equal(Errno.ENOEXEC, (Errno)(Emulated.Run("MZ"u8.ToArray()).Outcome.ErrorCode! >> 24));
}
