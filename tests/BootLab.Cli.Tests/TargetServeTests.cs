using System.Diagnostics;
using System.IO.Compression;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

/// <summary><c>bootlab target serve</c> as a process, with a real initiator.</summary>
public class TargetServeTests
{
    [Fact]
    public async Task Serves_images_until_it_is_told_to_end()
    {
        var inquire = Requires.Tool("iscsi-ls", "libiscsi-bin");
        using var folder = new TemporaryFolder();
        var raw = folder.Write("raw.img", Bootlab.Zeros(1 << 20));
        var packed = folder.Write("packed.img.gz", Gzip(Bootlab.Zeros(2 << 20)));
        using var server = Start("target", "serve", raw, packed, "--portal", "127.0.0.1:0", "--iqn", "iqn.2026-11.lab.test:d");

        var uri = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(uri);
        Assert.Matches(@"^iscsi://127\.0\.0\.1:\d+/iqn\.2026-11\.lab\.test:d$", uri);
        Assert.Equal($"LUN 0: {raw}, 2048 blocks of 512 bytes, writes are thrown away", await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"LUN 1: {packed}, 4096 blocks of 512 bytes, writes are thrown away", await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        var listed = PeerProcess.Run(inquire, ["-s", uri[..uri.LastIndexOf('/')]]);
        Assert.Contains("Target:iqn.2026-11.lab.test:d", listed.Output);
        Assert.Contains("Lun:1", listed.Output);

        PeerProcess.Run("kill", ["-TERM", $"{server.Id}"]);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        var talk = await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, server.ExitCode);
        Assert.Contains("-> iqn.2026-11.lab.test:d at 127.0.0.1:", talk);
        Assert.All(talk.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains("logged in (None)", line));
    }

    [Theory]
    [InlineData(2, "loopback address", "--portal", "0.0.0.0:3260")]
    [InlineData(2, "loopback address", "--portal", "127.0.0.1")]
    [InlineData(2, "USER:SECRET", "--chap", "nobody")]
    public async Task Refuses_what_it_cannot_do(int exitCode, string message, params string[] args)
    {
        using var folder = new TemporaryFolder();
        var ended = await Bootlab.RunAsync(["target", "serve", folder.Write("disk", Bootlab.Zeros(512)), .. args]);
        Assert.Equal((exitCode, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(message, ended.Error);
        Assert.DoesNotContain("nobody", ended.Error); // it may be the secret
    }

    [Fact]
    public async Task Images_have_to_be_disks()
    {
        using var folder = new TemporaryFolder();
        var small = await Bootlab.RunAsync("target", "serve", folder.Write("small", Bootlab.Zeros(511)));
        Assert.Equal(3, small.ExitCode);
        Assert.Contains("no whole block of 512 bytes", small.Error);

        var packed = await Bootlab.RunAsync("target", "serve", folder.Write("disk.gz", Bootlab.Zeros(512)));
        Assert.Equal(3, packed.ExitCode);
        Assert.Contains("not in gzip format", packed.Error);
    }

    private static Process Start(params string[] args)
    {
        var info = new ProcessStartInfo("dotnet", [typeof(Commands.HostTool).Assembly.Location, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(info)!;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest))
        {
            packing.Write(content);
        }

        return packed.ToArray();
    }
}
