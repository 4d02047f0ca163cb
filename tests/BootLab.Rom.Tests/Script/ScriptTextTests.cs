using BootLab.Rom.Ipxe.Script;
using Xunit;

namespace BootLab.Rom.Tests.Script;

public class ScriptTextTests
{
    [Theory]
    [InlineData("#!ipxe\n", true)]
    [InlineData("#!gpxe\r\n", true)]
    [InlineData("#!ipxe --name x\n", true)]
    [InlineData("#!ipxe", false)]
    [InlineData("#!ipxes\n", false)]
    [InlineData(" #!ipxe\n", false)]
    [InlineData("", false)]
    public void A_script_begins_with_its_name_and_white_space(string file, bool isScript) =>
        Assert.Equal(isScript, ScriptText.IsScript(System.Text.Encoding.ASCII.GetBytes(file)));

    [Theory]
    [InlineData("echo a\necho b\n")]
    [InlineData("echo a\r\necho b\r\n")]
    [InlineData("  echo a\n\n\techo b")]
    public void Lines_end_with_LF_or_CR_LF_and_the_last_one_may_lack_it(string script) =>
        Assert.Equal(["echo a", "echo b"], Lines(script).Select(line => line.Text));

    [Fact]
    public void A_backslash_at_the_end_joins_the_next_line()
    {
        var line = Assert.Single(Lines("echo a \\\r\n  b\\\nc\n"));
        Assert.Equal("echo a   bc", line.Text);
        Assert.Equal(1, line.Number);
    }

    [Fact]
    public void A_label_may_have_a_command_behind_it()
    {
        var lines = Lines(":alone\n  :two echo x\n");
        Assert.Equal([("alone", ""), ("two", "echo x")], lines.Select(line => (line.Label!, line.Text)));
    }

    [Fact]
    public void A_token_that_begins_with_a_hash_starts_a_comment()
    {
        var command = Assert.Single(ScriptText.SplitCommands("echo a#b #c d || echo e", separators: true));
        Assert.Equal(["echo", "a#b"], command.Tokens);
    }

    [Fact]
    public void Separators_count_only_when_they_stand_alone()
    {
        var commands = ScriptText.SplitCommands("a&&b || c; ; d && e", separators: true);
        Assert.Equal(["a&&b", "c;", "d", "e"], commands.Select(command => Assert.Single(command.Tokens)));
        Assert.Equal([Separator.Always, Separator.Or, Separator.Always, Separator.And], commands.Select(command => command.Before));
    }

    [Fact]
    public void A_build_without_separators_takes_them_as_words() =>
        Assert.Equal(["a", "||", "b"], Assert.Single(ScriptText.SplitCommands("a || b", separators: false)).Tokens);

    private static IReadOnlyList<ScriptLine> Lines(string script) => ScriptText.Read(System.Text.Encoding.ASCII.GetBytes(script)).Lines;
}
