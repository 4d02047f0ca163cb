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

/// <summary>
/// A hundred thousand damaged sessions into the target, made from captured ones and from sessions recorded here: no crash, no hang, no session left over,
/// bounded memory, and another initiator that reads right data all the while. The memory measured is the whole process', so nothing else runs beside these tests.
/// </summary>
[Collection(nameof(Alone))]
public class TargetFuzzTests
{
    private const int Inputs = 100_000;
    private const int MaxAllocatedPerInput = 8 << 20;
    private const string OtherName = "iqn.2026-01.test:other";

    private static readonly ScsiLun Zero = ScsiLun.FromNumber(0);
    private static readonly byte[] OtherDisk = Rig.Disk(64);

    [Fact]
    public async Task The_target_takes_damaged_sessions_and_other_initiators_do_not_notice()
    {
        var conversations = await ConversationsAsync();
        Assert.All(conversations, conversation =>
        {
            var whole = new TargetSession(Server(new ManualTime()), Rig.Portal, Rig.Peer);
            Feed(whole, conversation, new Random(1));
            Assert.True(whole.IsLoggedIn, "undamaged it is no session");
        });
        var server = Server(new ManualTime());
        var neighbour = new Neighbour(server);
        var loggedIn = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Inputs; i++)
        {
            var random = new Random(i);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var session = new TargetSession(server, Rig.Portal, Rig.Peer);
            try
            {
                Feed(session, Mutation.Of(conversations[i % conversations.Count], random), random);
            }
            catch (Exception error) when (error is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"input {i}: {error}");
            }

            loggedIn += session.IsLoggedIn ? 1 : 0;
            session.End();
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, MaxAllocatedPerInput);
            if (i % 100 == 0)
            {
                neighbour.ReadsRight(i / 100 % 64);
            }
        }

        Assert.Equal(1, server.SessionCount);
        Assert.InRange(loggedIn, Inputs / 5, Inputs - 1);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 64 << 20);
    }

    [Fact]
    public async Task Damaged_sessions_over_sockets_leave_no_connection()
    {
        var conversations = await ConversationsAsync();
        var targets = Server(TimeProvider.System);
        await using var server = IscsiTargetServer.Start(targets, new IPEndPoint(IPAddress.Loopback, 0), maxConnections: 8);
        var login = await LoginAsync(server.Portal, OtherName);
        await using var session = Assert.IsType<LoginSucceeded>(login).Session;
        var disk = session.GetLogicalUnit(Zero);
        var block = new byte[512];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(client => Task.Run(() =>
        {
            for (var i = client; i < 800; i += 4)
            {
                Throw(server.Portal, Mutation.Of(conversations[i % conversations.Count], new Random(i)));
            }
        })).Append(ReadAllTheWhileAsync()));
        await Wait.UntilAsync(() => server.ConnectionCount == 1 && targets.SessionCount == 1, () => $"{server.ConnectionCount} connections, {targets.SessionCount} sessions");

        async Task ReadAllTheWhileAsync()
        {
            for (var i = 0; i < 500; i++)
            {
                await disk.ReadAsync(i % 64, 1, block);
                Assert.True(block.AsSpan().SequenceEqual(OtherDisk.AsSpan(i % 64 * 512, 512)));
            }
        }
    }

    [Fact]
    public async Task Who_connects_and_says_nothing_is_closed()
    {
        await using var server = IscsiTargetServer.Start(
            new TargetServer([], new Random(1), TimeProvider.System) { LoginLimit = TimeSpan.FromMilliseconds(50) }, new IPEndPoint(IPAddress.Loopback, 0));
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)Wait.Limit.TotalMilliseconds };
        await silent.ConnectAsync(server.Portal, TestContext.Current.CancellationToken);

        Assert.Equal(0, silent.Receive(new byte[1]));
        await Wait.UntilAsync(() => server.ConnectionCount == 0, () => $"{server.ConnectionCount} connections");
    }

    [Fact]
    public async Task A_server_that_ends_asks_its_initiators_to_leave()
    {
        var ends = new List<SessionEnd>();
        var targets = new TargetServer([new TargetOptions { Name = OtherName, AnyLun = new MemoryBlockStore(OtherDisk) }], new Random(1), TimeProvider.System) { OnSessionEnd = ends.Add };
        var server = IscsiTargetServer.Start(targets, [new TargetPortal(new IPEndPoint(IPAddress.Loopback, 0))], logoutLimit: Wait.Limit);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)Wait.Limit.TotalMilliseconds };
        await socket.ConnectAsync(server.Portal, TestContext.Current.CancellationToken);
        var reader = new PduReader(8192);
        socket.Send(PduWriter.ToArray(new LoginRequest(0x87, 0, 0, Isid.FromFenSystems(1), 0, 1, 0, 1, 1), "InitiatorName=iqn.a\0TargetName=iqn.2026-01.test:other\0"u8));
        Assert.Equal(Opcode.LoginResponse, Next());

        var ending = server.DisposeAsync();
        Assert.Equal(Opcode.AsyncMessage, Next());
        socket.Send(PduWriter.ToArray(new LogoutRequest(true, 0, 7, 0, 1, 3)));
        Assert.Equal(Opcode.LogoutResponse, Next());
        await ending;
        Assert.Equal([SessionEndReason.LoggedOut], ends.Select(end => end.Reason));

        Opcode Next()
        {
            Pdu pdu;
            while (!reader.TryRead(out pdu))
            {
                var buffer = new byte[1024];
                var count = socket.Receive(buffer);
                Assert.NotEqual(0, count);
                reader.Append(buffer.AsSpan(0, count));
            }

            return pdu.Header.Opcode;
        }
    }

    private static void Feed(TargetSession session, byte[] bytes, Random random)
    {
        foreach (var piece in Mutation.Pieces(bytes, random))
        {
            session.Receive(piece.Span);
            for (var taken = 0L; session.TryTakeOutput(out var segment); taken += segment.Length)
            {
                Assert.InRange(taken, 0, 64 << 20);
            }
        }
    }

    // Sends everything, then reads until the target has had enough.
    private static void Throw(IPEndPoint portal, byte[] bytes)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)Wait.Limit.TotalMilliseconds };
        try
        {
            socket.Connect(portal);
            socket.Send(bytes);
            socket.Shutdown(SocketShutdown.Send);
            var buffer = new byte[65536];
            while (socket.Receive(buffer) > 0)
            {
            }
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted or SocketError.NotConnected)
        {
            // The target closed it in the middle.
        }
    }

    private static TargetServer Server(TimeProvider time)
    {
        var chap = new TargetChap
        {
            IsRequired = false,
            Username = "u",
            Password = "p",
            ReverseUsername = "t",
            ReversePassword = "r",
            Identifier = 7,
            Challenge = [.. Enumerable.Range(0, 16).Select(i => (byte)i)],
        };
        return new TargetServer(
            [
                new TargetOptions { Name = Rig.TargetName, AnyLun = new CopyOnWriteBlockStore(new MemoryBlockStore(new byte[512 * 512])), Chap = chap },
                new TargetOptions { Name = OtherName, Luns = new Dictionary<ushort, IBlockStore> { [0] = new MemoryBlockStore(OtherDisk) } },
            ],
            new Random(1),
            time);
    }

    private static async Task<List<byte[]>> ConversationsAsync() =>
    [
        [.. Capture.Ipxe.FromInitiator],
        await RecordAsync(new() { InitiatorName = "iqn.a", TargetName = Rig.TargetName, HeaderDigest = DigestUse.Never, DataDigest = DigestUse.Never }),
        await RecordAsync(new() { InitiatorName = "iqn.b", TargetName = Rig.TargetName, HeaderDigest = DigestUse.Required, DataDigest = DigestUse.Required }),
        await RecordAsync(new() { InitiatorName = "iqn.c", TargetName = Rig.TargetName, Username = "u", Password = "p", ReverseUsername = "t", ReversePassword = "r" }),
        Unasked(),
        Discovery(),
    ];

    // What an initiator sends in a session in which it does a little of everything.
    private static async Task<byte[]> RecordAsync(InitiatorOptions options)
    {
        var (near, far) = DuplexStream.Create();
        var serving = Server(new ManualTime()).ServeAsync(far, Rig.Portal, Rig.Peer);
        var login = await IscsiSession.LoginAsync(near, options, new Random(2), new ManualTime());
        await using (var session = Assert.IsType<LoginSucceeded>(login).Session)
        {
            var unit = session.GetLogicalUnit(Zero);
            await unit.ReadCapacityAsync();
            await unit.InquiryAsync(0x83);
            await unit.ReportLunsAsync();
            await unit.WriteAsync(8, 20, new byte[20 * 512]);
            await unit.ReadAsync(8, 20, new byte[20 * 512]);
            await unit.FlushAsync();
            await session.PingAsync();
            await session.ManageTasksAsync(TaskManagementFunction.LogicalUnitReset, Zero);
            await unit.TestUnitReadyAsync(2);
            await unit.CompareAndWriteAsync(8, 1, new byte[1024]);
            await session.ExchangeTextAsync([new TextKey("SendTargets", "")]);
            await session.LogoutAsync();
        }

        await serving;
        return [.. near.Writes.SelectMany(write => write)];
    }

    private static byte[] Unasked() =>
    [
        .. PduWriter.ToArray(
            new LoginRequest(0x87, 0, 0, Isid.FromFenSystems(1), 0, 1, 0, 1, 1), "InitiatorName=iqn.d\0TargetName=iqn.2026-01.test:disk1\0ImmediateData=Yes\0InitialR2T=No\0"u8),
        .. PduWriter.ToArray(new ScsiCommand(false, 0x21, 0, 2, 4096, 1, 1, Cdbs.Write(0, 8)), new byte[512]),
        .. PduWriter.ToArray(new DataOut(0, 0, 2, PduHeader.ReservedTag, 1, 0, 512), new byte[1024]),
        .. PduWriter.ToArray(new DataOut(0x80, 0, 2, PduHeader.ReservedTag, 1, 1, 1536), new byte[1024]),
        .. PduWriter.ToArray(new DataOut(0x80, 0, 2, 1, 1, 0, 2560), new byte[1536]),
        .. PduWriter.ToArray(new ScsiCommand(false, 0xa1, 0, 3, 24, 2, 1, Cdb.FromBytes([0x5f, 0, 0, 0, 0, 0, 0, 0, 24, 0])), new byte[24]),
        .. PduWriter.ToArray(new ScsiCommand(false, 0xc1, 0, 4, 16384, 3, 1, Cdbs.Read(0, 32))),
        .. PduWriter.ToArray(new TaskManagementRequest(true, 1, 0, 5, 4, 4, 1, 3, 0)),
        .. PduWriter.ToArray(new TaskManagementRequest(true, 7, 0, 6, 4, 4, 1, 3, 0)),
    ];

    private static byte[] Discovery() =>
    [
        .. PduWriter.ToArray(
            new LoginRequest(0x41, 0, 0, Isid.FromFenSystems(1), 0, 1, 0, 1, 1), "InitiatorName=iqn.a\0SessionType=Disco"u8),
        .. PduWriter.ToArray(
            new LoginRequest(0x81, 0, 0, Isid.FromFenSystems(1), 0, 1, 0, 1, 1), "very\0AuthMethod=CHAP,None\0"u8),
        .. PduWriter.ToArray(new LoginRequest(0x87, 0, 0, Isid.FromFenSystems(1), 0, 1, 0, 1, 2), "MaxRecvDataSegmentLength=512\0"u8),
        .. PduWriter.ToArray(new TextRequest(false, 0x80, 0, 2, 0xffffffff, 1, 3), "SendTargets=All\0"u8),
    ];

    private static async Task<LoginResult> LoginAsync(IPEndPoint portal, string target)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(portal);
        return await IscsiSession.LoginAsync(
            new NetworkStream(socket, ownsSocket: true), new InitiatorOptions { InitiatorName = "iqn.neighbour", TargetName = target }.Patient(), new Random(3), TimeProvider.System);
    }

    /// <summary>An initiator that does nothing wrong, at another target of the same server.</summary>
    private sealed class Neighbour
    {
        private readonly TargetSession _session;
        private readonly PduReader _answers = new(1 << 20);
        private uint _cmdSN = 1;

        public Neighbour(TargetServer server)
        {
            _session = new TargetSession(server, Rig.Portal, Rig.Peer);
            _session.Receive(PduWriter.ToArray(
                new LoginRequest(0x87, 0, 0, Isid.FromFenSystems(9), 0, 1, 0, 1, 1), "InitiatorName=iqn.neighbour\0TargetName=iqn.2026-01.test:other\0"u8));
            Assert.True(_session.IsLoggedIn);
            Assert.True(_session.TryTakeOutput(out _));
        }

        public void ReadsRight(int block)
        {
            _session.Receive(PduWriter.ToArray(new ScsiCommand(false, 0xc1, 0, _cmdSN, 512, _cmdSN++, 1, Cdbs.Read(block, 1))));
            Assert.True(_session.TryTakeOutput(out var segment));
            _answers.Append(segment.Span);
            Assert.True(_answers.TryRead(out var pdu));
            Assert.True(pdu.Data.SequenceEqual(OtherDisk.AsSpan(block * 512, 512)));
        }
    }
}
