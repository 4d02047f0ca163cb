using BootLab.Report.Terminal;
using Xunit;

namespace BootLab.Cli.Tests;

public class StandardOutputTests
{
    [Fact]
    public async Task A_result_that_was_not_written_is_no_success()
    {
        var full = new StreamWriter(File.OpenWrite("/dev/full"), bufferSize: 64 * 1024);
        using var error = new StringWriter();
        var io = new CommandIo(Stream.Null, full, error, Screen.Plain, Screen.Plain, Environment.GetEnvironmentVariable);

        Assert.Equal(3, await CommandLine.RunAsync(["explain", "OQ-4"], io));
        Assert.Matches(@"^bootlab: standard output takes no more: .*; free some space, or send the result elsewhere\n$", error.ToString());
    }
}
