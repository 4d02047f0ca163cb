using BootLab.Report.Terminal;
using Xunit;

namespace BootLab.Report.Tests;

public class ScreenTests
{
    [Theory]
    [InlineData(true, "", true)]
    [InlineData(false, "", false)]
    [InlineData(true, "NO_COLOR=1", false)]
    [InlineData(true, "TERM=dumb", false)]
    [InlineData(false, "FORCE_COLOR=1", true)]
    [InlineData(false, "FORCE_COLOR=0", false)]
    [InlineData(false, "FORCE_COLOR=1 TERM=dumb", true)]
    [InlineData(true, "FORCE_COLOR=1 NO_COLOR=1", false)]
    public void Colours_follow_the_environment(bool isTerminal, string environment, bool expected)
    {
        Assert.Equal(expected, Screen.Detect(isTerminal, () => 100, Variables(environment)).Colour);
    }

    [Theory]
    [InlineData(true, "COLUMNS=90", 90)]
    [InlineData(false, "COLUMNS=90", 90)]
    [InlineData(true, "COLUMNS=nonsense", 77)]
    [InlineData(true, "", 77)]
    [InlineData(false, "", 120)]
    public void The_width_is_COLUMNS_or_the_terminals(bool isTerminal, string environment, int expected)
    {
        Assert.Equal(expected, Screen.Detect(isTerminal, () => 77, Variables(environment)).Width);
    }

    [Fact]
    public void A_long_last_column_is_broken_at_spaces_and_no_line_ends_in_one()
    {
        var table = new TextTable(null, 6, null);
        table.Add("a", "one two", "this text is wider than what is left of the screen");
        table.Add("b", "x", "");
        using var writer = new StringWriter();
        table.Write(writer, new Screen(35, Colour: false), indent: 1);

        Assert.Equal(
            """
             a  one     this text is wider than
                two     what is left of the
                        screen
             b  x

            """.Replace("\r", ""), writer.ToString());
    }

    [Fact]
    public void Colours_do_not_disturb_the_columns()
    {
        var table = new TextTable(null, null);
        table.Add(new Cell("ab", Colour.Red), "x");
        table.Add("abcd", new Cell("y", Colour.Green));
        using var writer = new StringWriter();
        table.Write(writer, new Screen(80, Colour: true));

        Assert.Equal("\e[31mab\e[0m    x\nabcd  \e[32my\e[0m\n", writer.ToString());
    }

    [Fact]
    public void Control_characters_never_reach_the_terminal()
    {
        Assert.Equal("a\\x1b[2Jb\\x9b\\x00", Printable.Text("a\e[2Jb\u009b\0"));
        Assert.Equal("iqn.2026-11.lab:ü", Printable.Text("iqn.2026-11.lab:ü"));
    }

    private static Func<string, string?> Variables(string text)
    {
        var variables = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return name => variables.GetValueOrDefault(name);
    }
}
