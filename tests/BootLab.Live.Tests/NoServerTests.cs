using System.Text.Json;
using Xunit;

namespace BootLab.Live.Tests;

/// <summary>A live network on which nobody answers.</summary>
public sealed class NoServerTests : IDisposable
{
    private readonly LiveLab _lab = new();

    [Fact]
    public void Without_a_server_the_boot_program_waits_as_long_as_the_real_one()
    {
        var live = _lab.Run("live", "--live", "san", "--format", "json");

        Assert.Equal(1, live.ExitCode);
        using var json = JsonDocument.Parse(live.Output);
        var run = json.RootElement.GetProperty("runs")[0];
        Assert.Equal("failed", run.GetProperty("outcome").GetString());
        // Four DHCPDISCOVERs at 0, 1, 3 and 7 s, given up at 15 s.
        Assert.True(run.GetProperty("elapsed").GetDouble() >= 15);
        Assert.Equal(4, _lab.Frames("live/boot.pcapng", "dhcp.option.dhcp == 1").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var network = Assert.Single(json.RootElement.GetProperty("live").EnumerateArray());
        Assert.Equal(("san", "san", true), (network.GetProperty("network").GetString(), network.GetProperty("interface").GetString(), network.GetProperty("made").GetBoolean()));
    }

    public void Dispose() => _lab.Dispose();
}
