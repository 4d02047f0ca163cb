using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Tests.Support;

/// <summary>An initiator engine whose target is the test: each PDU that it gets is written in the test.</summary>
public sealed class ScriptedTarget
{
    private readonly PduReader _sent = new(1 << 20);
    private uint _statSN = 100;

    public ScriptedTarget(InitiatorOptions? options = null)
    {
        Engine = new InitiatorEngine(options ?? new InitiatorOptions { InitiatorName = Rig.InitiatorName, TargetName = Rig.TargetName }, new Random(1));
        Engine.Start(TimeSpan.Zero);
        LastLogin = LoginRequest.Read(Sent().Header);
    }

    public InitiatorEngine Engine { get; }

    public LoginRequest LastLogin { get; private set; }

    public IscsiFailure? Failure => Engine.Failure?.Failure;

    /// <summary>The next PDU that the initiator sent.</summary>
    public Pdu Sent() => TrySent(out var pdu) ? pdu : throw new InvalidOperationException("the initiator sent nothing");

    public bool TrySent(out Pdu pdu)
    {
        while (Engine.TryTakeOutput(out var segment))
        {
            _sent.Append(segment.Span);
        }

        return _sent.TryRead(out pdu);
    }

    /// <summary>Answers a login request: success unless told otherwise, in the stage of the request.</summary>
    public void AnswerLogin(string text, byte flags, byte statusClass = 0, byte statusDetail = 0)
    {
        Answer(
            new LoginResponse(flags, 0, 0, LastLogin.Isid, 1, LastLogin.InitiatorTaskTag, _statSN++, LastLogin.CmdSN, LastLogin.CmdSN + 31, statusClass, statusDetail),
            System.Text.Encoding.UTF8.GetBytes(text.Replace(' ', '\0') + (text.Length > 0 ? "\0" : "")));
        if (TrySent(out var next))
        {
            LastLogin = LoginRequest.Read(next.Header);
        }
    }

    public ScriptedTarget LogIn()
    {
        AnswerLogin("TargetPortalGroupTag=1 AuthMethod=None", 0x81);
        AnswerLogin("HeaderDigest=None DataDigest=None", 0x87);
        return this;
    }

    /// <summary>Logs in with what the target answers to the operational keys.</summary>
    public ScriptedTarget LogIn(string operationalAnswers)
    {
        AnswerLogin("AuthMethod=None", 0x81);
        AnswerLogin(operationalAnswers, 0x87);
        return this;
    }

    /// <summary>The number of the next status.</summary>
    public uint NextStatSN() => _statSN++;

    /// <summary>What the digests of both directions are from now on.</summary>
    public Digests Digests
    {
        get => _sent.Digests;
        set => _sent.Digests = value;
    }

    public void Answer<T>(in T header, ReadOnlySpan<byte> data = default, TimeSpan at = default)
        where T : struct, IPduHeader<T> => Engine.Receive(PduWriter.ToArray(header, data, Digests), at);

    public void DataIn(ScsiCommand command, byte flags, uint dataSN, uint offset, ReadOnlySpan<byte> data) => Answer(
        new DataIn(
            flags, 0, 0, command.InitiatorTaskTag, PduHeader.ReservedTag, (flags & 1) != 0 ? _statSN++ : 0, command.CmdSN + 1, command.CmdSN + 32, dataSN, offset, 0),
        data);

    public void Status(ScsiCommand command, byte status, ReadOnlySpan<byte> sense = default, byte response = 0) => Answer(
        new ScsiResponse(0x80, response, status, command.InitiatorTaskTag, _statSN++, command.CmdSN + 1, command.CmdSN + 32, 0, 0, 0),
        sense.IsEmpty ? default : [0, (byte)sense.Length, .. sense]);

    /// <summary>Submits a command and gives what went out.</summary>
    public ScsiCommand Submit(ScsiTask task)
    {
        Engine.Submit(task, TimeSpan.Zero);
        return ScsiCommand.Read(Sent().Header);
    }
}
