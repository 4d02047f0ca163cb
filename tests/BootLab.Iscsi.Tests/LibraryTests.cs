using System.Net;
using System.Security.Cryptography;
using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using BootLab.Iscsi.Wire;
using BootLab.Testing;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>The library as its readers meet it.</summary>
public class LibraryTests
{
    private const string ReadmeRegion = "README";

    [Fact]
    public void The_example_of_the_README_reads_a_disk()
    {
        var disk = Rig.Disk(64);
        (disk[510], disk[511]) = (0x55, 0xaa);
        using var tgtd = new Tgtd(disk);

        Assert.Equal(disk[..512], BootSector($"iscsi://127.0.0.1:{tgtd.Port}/{Tgtd.TargetName}/1"));
    }

    [Theory]
    [InlineData("src/BootLab.Iscsi/README.md")]
    [InlineData("README.md")]
    public void The_example_of_the_README_is_the_code_that_runs_here(string readme)
    {
        var source = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "BootLab.Iscsi.Tests", "LibraryTests.cs"));
        var start = Array.FindIndex(source, line => line.Trim() == "#region " + ReadmeRegion);
        var end = Array.FindIndex(source, start, line => line.Trim() == "#endregion");
        var region = source[(start + 1)..end].Select(line => line.Length > 8 ? line[8..] : "");

        Assert.Contains(string.Join('\n', ["```csharp", .. region, "```"]), File.ReadAllText(Path.Combine(Repository.Root, readme)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_outlives_its_target()
    {
        var disk = Rig.Disk(40_000);
        using var tgtd = new Tgtd(disk);
        await using var stream = await IscsiDisk.OpenAsync($"iscsi://127.0.0.1:{tgtd.Port}/{Tgtd.TargetName}/1", cancellation: TestContext.Current.CancellationToken);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1_000_000];
        for (var read = 0; stream.Position < stream.Length;)
        {
            if (read++ is 5 or 12)
            {
                tgtd.Kill();
                tgtd.Start();
            }

            hash.AppendData(buffer.AsSpan(0, await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)));
        }

        Assert.Equal(SHA256.HashData(disk), hash.GetHashAndReset());
    }

    [Fact]
    public void A_stream_that_is_read_synchronously_outlives_its_target_too()
    {
        var disk = Rig.Disk(4000);
        using var tgtd = new Tgtd(disk);
        using var stream = IscsiDisk.Open($"iscsi://127.0.0.1:{tgtd.Port}/{Tgtd.TargetName}/1", canWrite: true);
        var read = new byte[disk.Length];
        stream.ReadExactly(read, 0, 1_000_000);
        tgtd.Kill();
        tgtd.Start();
        stream.ReadExactly(read, 1_000_000, disk.Length - 1_000_000);
        Assert.Equal(disk, read);
        tgtd.Kill();
        tgtd.Start();
        stream.Position = 5000;
        stream.Write(read, 0, 5000);
        stream.Flush();

        Assert.Equal(disk[..5000], tgtd.Disk[5000..10000]);
    }

    [Fact]
    public async Task Discovery_of_many_targets_takes_several_PDUs()
    {
        var names = Enumerable.Range(0, 2000).Select(i => $"iqn.2026-01.test:{i:d5}{new string('x', 150)}").ToArray();
        var disk = new MemoryBlockStore(new byte[512]);
        var server = new TargetServer(names.Select(name => new TargetOptions { Name = name, AnyLun = disk }), new Random(1), TimeProvider.System);
        await using var listening = IscsiTargetServer.Start(server, new IPEndPoint(IPAddress.Loopback, 0));
        var found = await IscsiDiscovery.SendTargetsAsync(
            IscsiPortal.Parse(listening.Portal.ToString()), new InitiatorOptions { InitiatorName = "iqn.a", TargetName = null }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(names.Order(), found.Select(target => target.Name).Order());
        Assert.All(found, target => Assert.Equal([new IscsiPortal("127.0.0.1", listening.Portal.Port, 1)], target.Portals));
    }

    [Theory]
    [InlineData(true, 1)] // Where nobody waits for it the answer is read when its time is over, and the next ping comes then.
    [InlineData(false, 5)]
    public async Task A_session_that_nobody_uses_pings_its_target(bool isBlocking, int count)
    {
        var pings = 0;
        var answers = 0;
        var target = new TargetOptions { Name = Rig.TargetName, AnyLun = new MemoryBlockStore(Rig.Disk(64)) };
        var server = new TargetServer([target], new Random(1), TimeProvider.System, observer: (direction, pdu) =>
        {
            _ = (direction, pdu.Header.Opcode) switch
            {
                (PduDirection.Received, Opcode.NopOut) => Interlocked.Increment(ref pings),
                (PduDirection.Sent, Opcode.NopIn) => Interlocked.Increment(ref answers),
                _ => 0,
            };
        });
        await using var listening = IscsiTargetServer.Start(server, new IPEndPoint(IPAddress.Loopback, 0));
        var portal = IscsiPortal.Parse(listening.Portal.ToString());
        var options = new InitiatorOptions { InitiatorName = Rig.InitiatorName, TargetName = Rig.TargetName, PingInterval = TimeSpan.FromMilliseconds(20) }.Patient();
        using var session = isBlocking ? new IscsiConnector().Connect(portal, options) : await new IscsiConnector().ConnectAsync(portal, options, TestContext.Current.CancellationToken);
        await Wait.UntilAsync(() => Volatile.Read(ref pings) >= count && Volatile.Read(ref answers) >= count, () => $"{pings} pings, {answers} answers");

        Assert.Null(session.Failure);
        session.GetLogicalUnit(default).Read(0, 1, new byte[512]);
        session.Logout();
    }

    [Fact]
    public async Task A_session_that_nobody_uses_answers_pings()
    {
        var answered = 0;
        var target = new TargetOptions { Name = Rig.TargetName, AnyLun = new MemoryBlockStore(Rig.Disk(64)), PingAfter = TimeSpan.FromSeconds(3) };
        var server = new TargetServer(
            [target], new Random(1), TimeProvider.System,
            observer: (direction, pdu) => answered += direction == PduDirection.Received && pdu.Header.TargetTransferTag != PduHeader.ReservedTag && pdu.Header.Opcode == Opcode.NopOut ? 1 : 0);
        await using var listening = IscsiTargetServer.Start(server, new IPEndPoint(IPAddress.Loopback, 0));
        var options = new InitiatorOptions { InitiatorName = Rig.InitiatorName, TargetName = Rig.TargetName, PingInterval = TimeSpan.FromSeconds(3.5) };
        using var session = new IscsiConnector().Connect(IscsiPortal.Parse(listening.Portal.ToString()), options);
        await Wait.UntilAsync(() => Volatile.Read(ref answered) >= 1, () => "no ping was answered");
        Assert.Null(session.Failure);
    }

    [Fact]
    public async Task A_redirection_is_followed()
    {
        var disk = new MemoryBlockStore(Rig.Disk(64));
        await using var real = IscsiTargetServer.Start(
            new TargetServer([new TargetOptions { Name = Rig.TargetName, AnyLun = disk }], new Random(1), TimeProvider.System), new IPEndPoint(IPAddress.Loopback, 0));
        await using var first = IscsiTargetServer.Start(
            new TargetServer([new TargetOptions { Name = Rig.TargetName, Redirect = $"{real.Portal},1" }], new Random(1), TimeProvider.System), new IPEndPoint(IPAddress.Loopback, 0));
        await using var stream = await IscsiDisk.OpenAsync($"iscsi://{first.Portal}/{Rig.TargetName}/0", cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(64 * 512, stream.Length);
    }

    [Fact]
    public async Task A_portal_where_nobody_listens_is_told()
    {
        var url = $"iscsi://127.0.0.1:{Ports.FreeTcp()}/iqn.a/0";

        Assert.Equal(IscsiFailure.ConnectionLost, (await Assert.ThrowsAsync<IscsiException>(() => IscsiDisk.OpenAsync(url, cancellation: TestContext.Current.CancellationToken))).Failure);
        Assert.Contains("no connection to 127.0.0.1", Assert.Throws<IscsiException>(() => IscsiDisk.Open(url)).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => IscsiDisk.Open("iscsi://127.0.0.1"));
    }

    private static byte[] BootSector(string url)
    {
        #region README
        using var disk = IscsiDisk.Open(url);
        disk.Position = 0;
        var bootSector = new byte[512];
        disk.ReadExactly(bootSector);
        #endregion
        return bootSector;
    }
}
