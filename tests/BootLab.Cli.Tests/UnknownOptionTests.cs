using Xunit;

namespace BootLab.Cli.Tests;

public class UnknownOptionTests
{
    [Theory]
    [InlineData("bootlab: lint has no option --bogus; for a file of that name give ./--bogus", "ibft", "lint", "--bogus")]
    [InlineData("bootlab: serve has no option -x; for a file of that name give ./-x", "target", "serve", "disk.img", "-x")]
    public async Task A_command_that_takes_many_files_takes_no_option_for_one(string message, params string[] args)
    {
        var ended = await Bootlab.RunAsync(args);
        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith($"{message}\nsee: bootlab ", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./--bogus")]
    [InlineData("--", "--bogus")]
    public async Task A_file_may_have_such_a_name(params string[] sources)
    {
        var ended = await Bootlab.RunAsync(["ibft", "lint", .. sources]);
        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("--bogus", ended.Error, StringComparison.Ordinal);
    }
}
