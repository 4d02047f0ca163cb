using System.Net;
using System.Net.Sockets;
using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using BootLab.Iscsi.Wire;
using BootLab.Testing;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>What the initiator does with any target, tried with tgtd and with the embedded one, over sockets of the host.</summary>
public abstract class InitiatorPeers
{
    protected const int Blocks = 16384;

    private static readonly ScsiLun One = ScsiLun.FromNumber(1);

    /// <summary>tshark 4.0 has to guess where data digests are, and loses its place where a Data-In is followed by a SCSI Response of its own, as tgtd does it.</summary>
    protected virtual bool TsharkFollowsDataDigests => true;

    /// <summary>A target whose LUN 1 is a disk; disposed by the test.</summary>
    protected abstract IPeer Start(byte[] disk);

    protected abstract IPeer Start(byte[] disk, TargetChap chap);

    [Theory]
    [InlineData(DigestUse.Never, DigestUse.Never)]
    [InlineData(DigestUse.Required, DigestUse.Never)]
    [InlineData(DigestUse.Never, DigestUse.Required)]
    [InlineData(DigestUse.Required, DigestUse.Required)]
    public async Task Digests_are_on_the_wire_as_agreed(DigestUse header, DigestUse data)
    {
        var disk = Rig.Disk(Blocks);
        using var peer = Start(disk);
        TapStream? tap = null;
        var connector = new IscsiConnector
        {
            Dial = async (portal, cancellation) =>
            {
                var client = new TcpClient();
                await client.ConnectAsync(portal.Host, portal.Port, cancellation);
                return tap = new TapStream(client.GetStream());
            },
        };
        var session = await connector.ConnectAsync(peer.Portal, peer.Options with { HeaderDigest = header, DataDigest = data }, TestContext.Current.CancellationToken);
        var unit = session.GetLogicalUnit(One);
        var read = new byte[300 * 512];
        await unit.ReadAsync(5, 300, read, TestContext.Current.CancellationToken);
        await unit.WriteAsync(1000, 200, read.AsMemory(0, 200 * 512), cancellation: TestContext.Current.CancellationToken);
        await unit.ReadAsync(1000, 200, read.AsMemory(0, 200 * 512), TestContext.Current.CancellationToken);
        await session.LogoutAsync();

        Assert.Equal(disk[(5 * 512)..(205 * 512)], read[..(200 * 512)]);
        Assert.Equal(header == DigestUse.Required ? "CRC32C" : "None", session.Negotiated["HeaderDigest"]);
        Assert.Equal(data == DigestUse.Required ? "CRC32C" : "None", session.Negotiated["DataDigest"]);
        var agreed = (header == DigestUse.Required ? Digests.Header : 0) | (data == DigestUse.Required ? Digests.Data : 0);
        var (headers, segments) = DigestCapture.Verify(tap!, agreed, byTshark: TsharkFollowsDataDigests || (agreed & Digests.Data) == 0);
        Assert.Equal(header == DigestUse.Required, headers > 10);
        Assert.Equal(data == DigestUse.Required, segments > 3);
        Assert.Equal(2, DigestCapture.Keys(tap!, agreed).Count(key => key == $"HeaderDigest={(header == DigestUse.Required ? "CRC32C" : "None")}"));
        Assert.Equal(2, DigestCapture.Keys(tap!, agreed).Count(key => key == $"DataDigest={(data == DigestUse.Required ? "CRC32C" : "None")}"));
    }

    [Theory]
    [InlineData(DigestUse.Never)]
    [InlineData(DigestUse.Required)]
    public void Thirty_two_reads_at_once_bring_what_is_on_the_disk(DigestUse digests)
    {
        var disk = Rig.Disk(Blocks);
        using var peer = Start(disk);
        using var session = new IscsiConnector().Connect(peer.Portal, peer.Options with { HeaderDigest = digests, DataDigest = digests });
        session.GetLogicalUnit(One).Read(0, 1, new byte[512]);
        var queue = new ScsiTaskQueue(session);
        var random = new Random(1);
        for (var slot = 0; slot < 32; slot++)
        {
            Submit(queue.CreateTask());
        }

        for (var count = 0; count < 2000; count++)
        {
            var task = queue.Wait();
            Assert.Null(task.Error);
            Assert.True(task.Result.IsGood, task.Result.ToString());
            var block = (int)task.State!;
            Assert.True(task.DataIn.Span.SequenceEqual(disk.AsSpan(block * 512, task.DataIn.Length)), $"block {block}");
            Submit(task);
        }

        while (queue.Count > 0)
        {
            queue.Wait();
        }

        session.Logout();

        void Submit(ScsiTask task)
        {
            var count = random.Next(1, 200);
            var block = random.Next(Blocks - count);
            task.Set(One, Cdbs.Read(block, count), new byte[count * 512], default);
            task.State = block;
            queue.Submit(task);
        }
    }

    [Fact]
    public async Task Writes_of_every_length_are_read_again()
    {
        using var peer = Start(new byte[Blocks * 512]);
        await using var session = await new IscsiConnector().ConnectAsync(peer.Portal, peer.Options, TestContext.Current.CancellationToken);
        await using var stream = await session.GetLogicalUnit(One).OpenWritableStreamAsync(TestContext.Current.CancellationToken);
        var expected = new byte[Blocks * 512];
        var random = new Random(1);
        foreach (var length in new[] { 1, 511, 512, 513, 4096, 65536, 65537, 262144, 1_000_003, 3_000_000 })
        {
            var data = Rig.Disk((length / 512) + 1)[..length];
            var at = random.Next(expected.Length - length);
            stream.Position = at;
            await stream.WriteAsync(data, TestContext.Current.CancellationToken);
            data.CopyTo(expected, at);
        }

        await stream.FlushAsync(TestContext.Current.CancellationToken);
        var read = new byte[expected.Length];
        stream.Position = 0;
        await stream.ReadExactlyAsync(read, TestContext.Current.CancellationToken);
        Assert.Equal(expected, read);
        await Assert.ThrowsAsync<IOException>(() => stream.WriteAsync(new byte[1], TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public void A_thread_that_waits_reads_and_writes_too()
    {
        var disk = Rig.Disk(Blocks);
        using var peer = Start(disk);
        using var stream = IscsiDisk.Open(peer.Url, Rig.InitiatorName, canWrite: true);
        Assert.True(stream.CanWrite);
        stream.Position = 700;
        var piece = new byte[700_000];
        stream.ReadExactly(piece);
        Assert.Equal(disk[700..700_700], piece);
        stream.Position = 999;
        stream.Write(piece, 0, 5000);
        stream.Flush();
        stream.Position = 0;
        stream.ReadExactly(piece);

        disk.AsSpan(700, 5000).CopyTo(disk.AsSpan(999));
        Assert.Equal(disk[..700_000], piece);
        Assert.Equal(disk.Length, stream.Length);
    }

    [Fact]
    public async Task Threads_that_wait_and_tasks_that_await_share_a_session()
    {
        var disk = Rig.Disk(Blocks);
        using var peer = Start(disk);
        using var session = new IscsiConnector().Connect(peer.Portal, peer.Options);
        var unit = session.GetLogicalUnit(One);
        unit.Read(0, 1, new byte[512]);
        var threads = Enumerable.Range(0, 3).Select(seed => Task.Factory.StartNew(() => Read(seed), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        await Task.WhenAll(threads[0], Task.Run(() => ReadAsync(10)), Task.Run(() => ReadAsync(11)));
        await Task.WhenAll(threads);

        void Read(int seed)
        {
            var random = new Random(seed);
            for (var count = 0; count < 300; count++)
            {
                var (block, length) = (random.Next(Blocks - 100), random.Next(1, 100));
                var buffer = new byte[length * 512];
                unit.Read(block, length, buffer);
                Assert.True(buffer.AsSpan().SequenceEqual(disk.AsSpan(block * 512, buffer.Length)), $"block {block}");
            }
        }

        async Task ReadAsync(int seed)
        {
            var random = new Random(seed);
            for (var count = 0; count < 300; count++)
            {
                var (block, length) = (random.Next(Blocks - 100), random.Next(1, 100));
                var buffer = new byte[length * 512];
                await unit.ReadAsync(block, length, buffer);
                Assert.True(buffer.AsSpan().SequenceEqual(disk.AsSpan(block * 512, buffer.Length)), $"block {block}");
            }
        }
    }

    [Fact]
    public void Every_length_of_command_block_reads_the_same()
    {
        var disk = Rig.Disk(Blocks);
        using var peer = Start(disk);
        using var session = new IscsiConnector().Connect(peer.Portal, peer.Options);
        session.GetLogicalUnit(One).Read(0, 1, new byte[512]);
        foreach (var length in new[] { 6, 10, 12, 16 })
        {
            var buffer = new byte[20 * 512];
            var result = session.Execute(One, Cdbs.Read(77, 20, length), buffer);
            Assert.True(result.IsGood, $"{length}: {result}");
            Assert.Equal(disk[(77 * 512)..(97 * 512)], buffer);
            buffer.AsSpan().Reverse();
            Assert.True(session.Execute(One, Cdbs.Write(2000, 20, length, forceUnitAccess: length > 6), default, buffer).IsGood, $"{length}");
            var again = new byte[buffer.Length];
            session.Execute(One, Cdbs.Read(2000, 20, length), again);
            Assert.Equal(buffer, again);
        }
    }

    [Fact]
    public void Long_writes_and_long_reads_at_once_do_not_wait_for_each_other()
    {
        const int Count = 512;
        var disk = Rig.Disk(Blocks);
        using var peer = Start(disk);
        using var session = new IscsiConnector().Connect(peer.Portal, peer.Options);
        session.GetLogicalUnit(One).Read(0, 1, new byte[512]);
        var queue = new ScsiTaskQueue(session);
        var written = Rig.Disk(Count).Reverse().ToArray();
        for (var i = 0; i < 12; i++)
        {
            var (read, write) = (queue.CreateTask(), queue.CreateTask());
            read.Set(One, Cdbs.Read(i * Count, Count), new byte[Count * 512], default);
            read.State = i;
            write.Set(One, Cdbs.Write(Blocks - ((i + 1) * Count), Count), default, written);
            queue.Submit(read);
            queue.Submit(write);
        }

        while (queue.Count > 0)
        {
            var task = queue.Wait();
            Assert.True(task.Error is null && task.Result.IsGood, task.Error?.Message);
            Assert.True(task.State is not int place || task.DataIn.Span.SequenceEqual(disk.AsSpan(place * Count * 512, Count * 512)));
        }

        var last = new byte[Count * 512];
        session.GetLogicalUnit(One).Read(Blocks - Count, Count, last);
        Assert.Equal(written, last);
    }

    [Fact]
    public async Task Chap_both_ways_in_one_url()
    {
        using var peer = Start(
            Rig.Disk(64), new TargetChap { Username = "iniuser", Password = "inisecret1234", ReverseUsername = "tgtuser", ReversePassword = "tgtsecret1234" });
        var url = peer.Url.Replace("iscsi://", "iscsi://iniuser%inisecret1234@", StringComparison.Ordinal);

        await using (var disk = await IscsiDisk.OpenAsync(url + "?target_user=tgtuser&target_password=tgtsecret1234", Rig.InitiatorName, cancellation: TestContext.Current.CancellationToken))
        {
            Assert.Equal(64 * 512, disk.Length);
        }

        var refused = await Assert.ThrowsAsync<IscsiException>(() => IscsiDisk.OpenAsync(peer.Url, Rig.InitiatorName, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal((IscsiFailure.LoginRefused, new LoginRefused(2, 1)), (refused.Failure, refused.Refusal));
        Assert.Contains("authentication failure", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discovery_names_the_target_and_its_portals()
    {
        using var peer = Start(Rig.Disk(64));
        var target = Assert.Single(await IscsiDiscovery.SendTargetsAsync(peer.Portal, peer.Options, cancellation: TestContext.Current.CancellationToken));

        Assert.Equal(peer.TargetName, target.Name);
        Assert.Contains(peer.Portal with { GroupTag = 1 }, target.Portals);
    }

    [Fact]
    public async Task Pings_and_resets_are_answered()
    {
        using var peer = Start(Rig.Disk(64));
        await using var session = await new IscsiConnector().ConnectAsync(peer.Portal, peer.Options, TestContext.Current.CancellationToken);
        await session.PingAsync();
        Assert.Equal(TaskManagementOutcome.Complete, await session.ManageTasksAsync(TaskManagementFunction.LogicalUnitReset, One));
        await session.GetLogicalUnit(One).ReadAsync(0, 1, new byte[512], TestContext.Current.CancellationToken);
        await session.LogoutAsync();
    }

    [Fact]
    public async Task An_ipv6_portal_is_as_good_as_any()
    {
        using var peer = Start(Rig.Disk(64));
        Assert.SkipUnless(Socket.OSSupportsIPv6, "this host has no IPv6");
        await using var disk = await IscsiDisk.OpenAsync($"iscsi://[::1]:{peer.Ipv6Port}/{peer.TargetName}/1", Rig.InitiatorName, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(64 * 512, disk.Length);
    }

    [Fact]
    public void A_read_allocates_nothing()
    {
        using var peer = Start(Rig.Disk(Blocks));
        using var session = new IscsiConnector().Connect(peer.Portal, peer.Options);
        var unit = session.GetLogicalUnit(One);
        using var stream = IscsiDisk.Open(peer.Url, Rig.InitiatorName);
        var queue = new ScsiTaskQueue(session);
        var tasks = Enumerable.Range(0, 8).Select(_ => queue.CreateTask()).ToArray();
        var buffer = new byte[64 * 1024];
        Read(300);

        Assert.Equal(0, Allocations.Least(() => Read(30)));

        void Read(int times)
        {
            for (var count = 0; count < times; count++)
            {
                session.Execute(One, Cdbs.Read(count, 8), buffer.AsMemory(0, 4096));
#if !DEBUG // which makes objects of what is a struct otherwise: the state of asynchronous methods
                unit.Read(count, 8, buffer.AsMemory(0, 4096));
                stream.Position = count * 4096;
                stream.ReadExactly(buffer, 0, 4096);
                stream.Position = 512;
                stream.ReadExactly(buffer, 0, buffer.Length);
#endif
                foreach (var task in tasks)
                {
                    task.Set(One, Cdbs.Read(count, 8), buffer.AsMemory(0, 4096), default);
                    queue.Submit(task);
                }

                while (queue.Count > 0)
                {
                    queue.Wait();
                }
            }
        }
    }

    /// <summary>A target that runs.</summary>
    protected interface IPeer : IDisposable
    {
        string TargetName { get; }

        int Port { get; }

        int Ipv6Port { get; }

        IscsiPortal Portal => new("127.0.0.1", Port);

        string Url => $"iscsi://{Portal}/{TargetName}/1";

        InitiatorOptions Options => new InitiatorOptions { InitiatorName = Rig.InitiatorName, TargetName = TargetName }.Patient();
    }
}

/// <summary>With tgtd.</summary>
public class InitiatorAndTgtdPeers : InitiatorPeers
{
    protected override bool TsharkFollowsDataDigests => false;

    protected override IPeer Start(byte[] disk)
    {
        var tgtd = new Tgtd(disk);
        tgtd.AllowDigests();
        return new Peer(tgtd);
    }

    protected override IPeer Start(byte[] disk, TargetChap chap) =>
        new Peer(new Tgtd(disk, [chap.Username!, chap.Password!], [chap.ReverseUsername!, chap.ReversePassword!, "--outgoing"]));

    private sealed class Peer(Tgtd tgtd) : IPeer
    {
        public string TargetName => Tgtd.TargetName;

        public int Port => tgtd.Port;

        public int Ipv6Port => tgtd.Port;

        public void Dispose() => tgtd.Dispose();
    }
}

/// <summary>With the embedded target.</summary>
public class InitiatorAndEmbeddedPeers : InitiatorPeers
{
    protected override IPeer Start(byte[] disk) => new Peer(disk, null);

    protected override IPeer Start(byte[] disk, TargetChap chap) => new Peer(disk, chap);

    private sealed class Peer : IPeer
    {
        private readonly IscsiTargetServer _server;

        public Peer(byte[] disk, TargetChap? chap)
        {
            var options = new TargetOptions
            {
                Name = TargetName,
                Luns = new Dictionary<ushort, IBlockStore> { [1] = new CopyOnWriteBlockStore(new MemoryBlockStore(disk.ToArray())) },
                Chap = chap,
                ReportsPowerOn = true,
            };
            _server = IscsiTargetServer.Start(
                new TargetServer([options], new Random(1), TimeProvider.System),
                [new TargetPortal(new IPEndPoint(IPAddress.Loopback, 0)), .. Socket.OSSupportsIPv6 ? [new TargetPortal(new IPEndPoint(IPAddress.IPv6Loopback, 0))] : Array.Empty<TargetPortal>()]);
        }

        public string TargetName => Rig.TargetName;

        public int Port => _server.Portal.Port;

        public int Ipv6Port => _server.Portals[^1].EndPoint.Port;

        public void Dispose() => _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
