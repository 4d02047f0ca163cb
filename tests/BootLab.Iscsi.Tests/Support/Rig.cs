using System.Net;
using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Wire;
using BootLab.Net.Clock;
using BootLab.Testing;

namespace BootLab.Iscsi.Tests.Support;

/// <summary>An initiator and the embedded target on two ends of a connection in memory.</summary>
public sealed class Rig
{
    public const string InitiatorName = "iqn.2026-01.test:client1";
    public const string TargetName = "iqn.2026-01.test:disk1";
    public static readonly IPEndPoint Portal = new(IPAddress.Parse("10.0.2.2"), 47260);
    public static readonly IPEndPoint Peer = new(IPAddress.Parse("10.0.2.15"), 64297);

    public ManualTime Time { get; } = new();

    public List<LoginRecord> Logins { get; } = [];

    public List<(PduDirection Direction, Opcode Opcode)> Seen { get; } = [];

    public List<(PduDirection Direction, Opcode Opcode)> SeenByTarget { get; } = [];

    public TargetOptions Target { get; init; } = new() { Name = TargetName, AnyLun = new MemoryBlockStore(Disk(2048)) };

    public InitiatorOptions Initiator { get; init; } = new() { InitiatorName = InitiatorName, TargetName = TargetName };

    /// <summary>A disk that differs in every block.</summary>
    public static byte[] Disk(int blocks)
    {
        var disk = new byte[blocks * 512];
        new Random(4711).NextBytes(disk);
        return disk;
    }

    /// <summary>
    /// Works on an event loop, whose clock goes on when nothing is left to do at present. The connector leads to one server again and again, so that its faults strike over all sessions.
    /// </summary>
    public T InVirtualTime<T>(Func<IscsiConnector, Task<T>> work)
    {
        var loop = EventLoop.CreateVirtual(DateTimeOffset.UnixEpoch);
        loop.Limit = TimeSpan.FromMinutes(5); // for so long that anything that waits must have given up
        var server = new TargetServer([Target], new Random(1), loop.Time, Logins.Add, (direction, pdu) => SeenByTarget.Add((direction, pdu.Header.Opcode)));
        var connector = new IscsiConnector
        {
            Time = loop.Time,
            Random = new Random(2),
            Observer = (direction, pdu) => Seen.Add((direction, pdu.Header.Opcode)),
            Dial = (_, _) =>
            {
                var (near, far) = LoopStream.Create(loop);
                _ = server.ServeAsync(far, Portal, Peer, CancellationToken.None);
                return Task.FromResult<Stream>(near);
            },
        };
        return loop.Run(() => work(connector));
    }

    public async Task<LoginResult> LoginAsync()
    {
        var (near, far) = DuplexStream.Create();
        var server = new TargetServer([Target], new Random(1), Time, Logins.Add, (direction, pdu) => SeenByTarget.Add((direction, pdu.Header.Opcode)));
        _ = server.ServeAsync(far, Portal, Peer);
        return await IscsiSession.LoginAsync(near, Initiator, new Random(2), Time, (direction, pdu) => Seen.Add((direction, pdu.Header.Opcode)));
    }

    public async Task<IscsiSession> LoggedInAsync() =>
        await LoginAsync() is LoginSucceeded success ? success.Session : throw new InvalidOperationException("the login did not succeed");
}

/// <summary>Options for connections of this host.</summary>
internal static class PatientOptions
{
    /// <summary>With limits that end a hang only: a test of something else must not fail where the machine is busy.</summary>
    public static InitiatorOptions Patient(this InitiatorOptions options) => options with { LoginTimeout = Wait.Limit, CommandTimeout = Wait.Limit, AnswerTimeout = Wait.Limit };
}
