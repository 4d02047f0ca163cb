using System.Text;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Wire;
using BootLab.Testing;

namespace BootLab.Iscsi.Tests.Support;

/// <summary>A target session whose initiator is the test: each PDU that it gets is written in the test.</summary>
public sealed class ScriptedInitiator
{
    private readonly PduReader _sent = new(1 << 20);
    private uint _cmdSN = 1;

    public ScriptedInitiator(params TargetOptions[] targets)
    {
        Time = new ManualTime();
        Server = new TargetServer(targets, new Random(1), Time, Logins.Add) { OnSessionEnd = Ends.Add };
        Session = new TargetSession(Server, Rig.Portal, Rig.Peer);
    }

    /// <summary>Another initiator at the same server.</summary>
    public ScriptedInitiator(ScriptedInitiator other)
    {
        Time = other.Time;
        Server = other.Server;
        Session = new TargetSession(Server, Rig.Portal, Rig.Peer);
    }

    public ManualTime Time { get; }

    public TargetServer Server { get; }

    public TargetSession Session { get; }

    public List<LoginRecord> Logins { get; } = [];

    public List<SessionEnd> Ends { get; } = [];

    public ushort Isid { get; init; } = 1;

    public uint CmdSN => _cmdSN;

    public uint TakeCmdSN() => _cmdSN++;

    public Digests Digests
    {
        get => _sent.Digests;
        set => _sent.Digests = value;
    }

    public void Send<T>(in T header, ReadOnlySpan<byte> data = default)
        where T : struct, IPduHeader<T> => Session.Receive(PduWriter.ToArray(header, data, Digests));

    /// <summary>The next PDU of the target; valid until the next call.</summary>
    public bool TryAnswer(out Pdu pdu)
    {
        while (!_sent.TryRead(out pdu))
        {
            if (!Session.TryTakeOutput(out var segment))
            {
                return false;
            }

            _sent.Append(segment.Span);
        }

        return true;
    }

    public Pdu Answer() => TryAnswer(out var pdu) ? pdu : throw new InvalidOperationException("the target answered nothing");

    /// <summary>One login request with its answer as text: status, flags, keys.</summary>
    public string Login(byte flags, string keys, ushort tsih = 0)
    {
        Send(new LoginRequest(flags, 0, 0, Wire.Isid.FromFenSystems(Isid), tsih, 1, 0, _cmdSN, 5), Encoding.UTF8.GetBytes(keys.Replace(' ', '\0') + (keys.Length > 0 ? "\0" : "")));
        var pdu = Answer();
        var response = LoginResponse.Read(pdu.Header);
        return $"{response.StatusClass:x2}{response.StatusDetail:x2} {response.Flags:x2} {string.Join(' ', TextKeys.Read(pdu.Data))}".TrimEnd();
    }

    /// <summary>Every PDU of the target that waits, in one line each: opcode, and what <paramref name="describe"/> says.</summary>
    public string Answers(Func<PduHeader, string>? describe = null)
    {
        var answers = new List<string>();
        while (TryAnswer(out var pdu))
        {
            answers.Add($"{pdu.Header.Opcode}{(describe is null ? "" : " " + describe(pdu.Header))}");
        }

        return string.Join(", ", answers);
    }

    /// <summary>Logs in without any authentication, in one step.</summary>
    public ScriptedInitiator Enter(string targetName = Rig.TargetName, string operationalKeys = "InitialR2T=Yes")
    {
        var end = Login(0x87, $"InitiatorName={Rig.InitiatorName} TargetName={targetName} {operationalKeys}");
        return end.StartsWith("0000 87", StringComparison.Ordinal) ? this : throw new InvalidOperationException(end);
    }

    public ScsiCommand Command(byte[] cdb, uint expected, bool write = false, uint tag = 9, ulong lun = 0, ReadOnlySpan<byte> immediate = default)
    {
        var flags = (byte)(0x81 | (expected == 0 ? 0 : write ? 0x20 : 0x40));
        var command = new ScsiCommand(false, flags, lun, tag, expected, _cmdSN++, 7, Cdb.FromBytes(cdb));
        Send(command, immediate);
        return command;
    }
}
