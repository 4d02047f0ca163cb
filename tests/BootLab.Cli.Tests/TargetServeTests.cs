using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;
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

        PeerProcess.Signal(server.Id, "TERM");
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        var talk = await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, server.ExitCode);
        Assert.Contains("-> iqn.2026-11.lab.test:d at 127.0.0.1:", talk);
        Assert.All(
            talk.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.True(line.Contains("logged in (None") || line.Contains("logged out") || line.Contains("was closed"), line));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_acknowledged_outlives_a_kill(bool isOverlay)
    {
        using var folder = new TemporaryFolder();
        var image = folder.Write("disk.img", Bootlab.Zeros(1 << 20));
        var overlay = folder.PathTo("changes");
        string[] where = isOverlay ? ["--overlay", overlay] : ["--write"];
        var data = new byte[64 * 512];
        new Random(1).NextBytes(data);
        using (var server = Start(["target", "serve", image, "--portal", "127.0.0.1:0", .. where]))
        {
            var disk = await ConnectAsync(server);
            await disk.WriteAsync(10, 64, data);
            await disk.FlushAsync();
            // FUA: safe without a SYNCHRONIZE CACHE.
            await disk.WriteAsync(200, 64, data, forceUnitAccess: true);
            PeerProcess.Signal(server.Id, "KILL");
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        if (!isOverlay)
        {
            var content = await File.ReadAllBytesAsync(image, TestContext.Current.CancellationToken);
            Assert.Equal(data, content[(10 * 512)..(74 * 512)]);
            Assert.Equal(data, content[(200 * 512)..(264 * 512)]);
            return;
        }

        Assert.All(await File.ReadAllBytesAsync(image, TestContext.Current.CancellationToken), single => Assert.Equal(0, single));
        using var again = Start("target", "serve", image, "--portal", "127.0.0.1:0", "--overlay", overlay);
        var reopened = await ConnectAsync(again);
        var read = new byte[data.Length];
        foreach (var block in new[] { 10, 200 })
        {
            await reopened.ReadAsync(block, 64, read);
            Assert.Equal(data, read);
        }

        again.Kill();
    }

    [Fact]
    public async Task Ctrl_C_asks_initiators_to_leave_and_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        var image = folder.Write("disk.img", Bootlab.Zeros(1 << 20));
        var data = new byte[512];
        new Random(1).NextBytes(data);
        using var server = Start("target", "serve", image, "--portal", "127.0.0.1:0", "--write");
        var disk = await ConnectAsync(server);
        await disk.WriteAsync(3, 1, data);

        PeerProcess.Signal(server.Id, "INT");
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, server.ExitCode);
        Assert.Equal(data, (await File.ReadAllBytesAsync(image, TestContext.Current.CancellationToken))[(3 * 512)..(4 * 512)]);
        Assert.Matches("(the target ends|logged out|was closed) after", await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Everything_that_can_be_asked_for_is_seen_by_an_initiator()
    {
        using var folder = new TemporaryFolder();
        using var server = Start(
            "target", "serve", folder.Write("disk.img", Bootlab.Zeros(1 << 20)), "--portal", "127.0.0.1:0,1", "--portal", "[::1]:0,2", "--iqn", "iqn.2026-11.lab.test:d",
            "--chap", "user:secretsecret1", "--mutual-chap", "target:othersecret12", "--initiator", "iqn.2026-11.lab.test:me", "--digest", "both", "--fault", "read:2=busy");
        var first = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var second = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("iscsi://[::1]:", second);
        var options = new InitiatorOptions
        {
            InitiatorName = "iqn.2026-11.lab.test:me",
            TargetName = "iqn.2026-11.lab.test:d",
            Username = "user",
            Password = "secretsecret1",
            ReverseUsername = "target",
            ReversePassword = "othersecret12",
            HeaderDigest = DigestUse.Accepted,
            DataDigest = DigestUse.Accepted,
        };
        var session = Assert.IsType<LoginSucceeded>(await LoginAsync(second!, options)).Session;
        var unit = session.GetLogicalUnit(ScsiLun.FromNumber(0));
        await unit.ReadAsync(0, 1, new byte[512]);
        Assert.Equal(ScsiStatus.Busy, (await session.ExecuteAsync(ScsiLun.FromNumber(0), Cdbs.Read(0, 1), new byte[512])).Status);
        await session.DisposeAsync();
        Assert.IsType<LoginRefused>(await LoginAsync(first!, options with { InitiatorName = "iqn.other" }));
        Assert.IsType<LoginRefused>(await LoginAsync(first!, options with { HeaderDigest = DigestUse.Never }));

        server.Kill();
        var talk = await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("logged in (mutual CHAP, digests: Header, Data)", talk);
        Assert.Contains("iqn.other -> iqn.2026-11.lab.test:d at 127.0.0.1:", talk);
        Assert.Contains("this initiator name may not log in", talk);
        Assert.Contains("demands HeaderDigest=CRC32C", talk);
        Assert.DoesNotContain("secret", talk.Replace("wrong CHAP name or secret", ""));
    }

    [Theory]
    [InlineData(2, "loopback address", "--portal", "0.0.0.0:3260")]
    [InlineData(2, "loopback address", "--portal", "127.0.0.1")]
    [InlineData(2, "--expose", "--portal", "192.0.2.1:3260")]
    [InlineData(3, "192.0.2.1:3260", "--portal", "192.0.2.1:3260", "--expose")]
    [InlineData(2, "USER:SECRET", "--chap", "nobody")]
    [InlineData(2, "needs --chap", "--mutual-chap", "nobody:x")]
    [InlineData(2, "another one", "--chap", "a:nobody", "--mutual-chap", "b:nobody")]
    [InlineData(2, "one of them at most", "--write", "--read-only")]
    [InlineData(2, "header, data, both or none", "--digest", "crc")]
    [InlineData(2, "found trigger 'reed'", "--fault", "reed=busy")]
    [InlineData(2, "seconds from", "--ping", "0")]
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

        var packed = await Bootlab.RunAsync("target", "serve", folder.Write("disk.gz", [0x1f, 0x8b, 8, .. Bootlab.Zeros(512)]));
        Assert.Equal(3, packed.ExitCode);
        Assert.Contains("expected a sound gzip file", packed.Error);
    }

    private static async Task<LogicalUnit> ConnectAsync(Process server)
    {
        var uri = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
        var target = uri[(uri.LastIndexOf('/') + 1)..];
        var login = await LoginAsync(uri, new() { InitiatorName = "iqn.2026-11.lab.test:me", TargetName = target });
        return Assert.IsType<LoginSucceeded>(login).Session.GetLogicalUnit(ScsiLun.FromNumber(0));
    }

    private static async Task<LoginResult> LoginAsync(string uri, InitiatorOptions options)
    {
        var portal = IPEndPoint.Parse(uri["iscsi://".Length..uri.LastIndexOf('/')]);
        var socket = new Socket(portal.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(portal, TestContext.Current.CancellationToken);
        return await IscsiSession.LoginAsync(new NetworkStream(socket, ownsSocket: true), options, new Random(1), TimeProvider.System);
    }

    /// <summary>Starts <c>bootlab</c> as a process.</summary>
    internal static Process Start(params string[] args)
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
