using System.Net;
using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Wire;

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

    /// <summary>Connects to one server, again and again: its faults strike over all of the sessions.</summary>
    public IscsiConnector Connector()
    {
        var server = new TargetServer([Target], new Random(1), Time, Logins.Add, (direction, pdu) => Note(SeenByTarget, direction, pdu));
        return new IscsiConnector
        {
            Time = Time,
            Random = new Random(2),
            Observer = (direction, pdu) => Note(Seen, direction, pdu),
            Dial = (_, _) =>
            {
                var (near, far) = DuplexStream.Create();
                _ = server.ServeAsync(far, Portal, Peer, CancellationToken.None);
                return Task.FromResult<Stream>(near);
            },
        };
    }

    /// <summary>Waits for work while the clock runs on whenever nothing happens; for so long that anything that waits must have given up.</summary>
    public async Task<T> InVirtualTime<T>(Task<T> work)
    {
        var (seen, quiet) = (0, 0);
        for (var passed = 0; !work.IsCompleted;)
        {
            await Task.WhenAny(work, Task.Delay(2));
            var now = CountOf(Seen) + CountOf(SeenByTarget);
            quiet = now == seen ? quiet + 1 : 0;
            seen = now;
            if (quiet >= 3)
            {
                Time.Advance(TimeSpan.FromSeconds(0.5));
                Xunit.Assert.True(++passed < 600, "nothing came of it in 300 seconds");
            }
        }

        return await work;
    }

    private static int CountOf(List<(PduDirection, Opcode)> seen)
    {
        lock (seen)
        {
            return seen.Count;
        }
    }

    private static void Note(List<(PduDirection, Opcode)> seen, PduDirection direction, Pdu pdu)
    {
        lock (seen)
        {
            seen.Add((direction, pdu.Header.Opcode));
        }
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
