using System.Globalization;
using System.Net;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

/// <summary>The target's side of a login: requests in, answers out (RFC 7143, 6).</summary>
internal sealed class TargetLogin(TargetServer server, IPEndPoint portal)
{
    // What a side that has not said otherwise takes in one login PDU (RFC 7143, 13.12).
    private const int MaxSegmentLength = 8192;

    private const byte ContinueFlag = 0x40;
    private const int MaxTextLength = 64 * 1024;

    /// <summary>Keys of one negotiation; an initiator that has more floods.</summary>
    public const int MaxKeys = 256;


    // RFC 7143, 4.2.7.1.
    private const int MaxNameLength = 223;

    // CHAP both ways takes five requests; an initiator that needs many more plays.
    private const int MaxRequests = 64;

    private readonly List<byte> _partialText = [];
    private TargetAuthentication? _authentication;
    private LoginStage _stage;
    private ReadOnlyMemory<byte> _answer;
    private byte _answerFlags;
    private int _requests;
    private bool _begun;
    private TargetFault? _fault;

    public string? InitiatorName { get; private set; }

    public string? TargetName { get; private set; }

    public bool IsDiscovery { get; private set; }

    public TargetNode? Node { get; private set; }

    public SessionParameters Parameters { get; private set; } = new(null);

    public bool IsComplete { get; private set; }

    public string AuthMethod => _authentication?.Method ?? "None";

    /// <summary>More about a refusal than its status says.</summary>
    public string? Detail { get; private set; }

    /// <summary>Takes a request in.</summary>
    /// <param name="request">The request.</param>
    /// <param name="text">Its data.</param>
    /// <param name="flags">The flags of the answer.</param>
    /// <param name="answer">The data of the answer.</param>
    public LoginStatus Receive(LoginRequest request, ReadOnlySpan<byte> text, out byte flags, out ReadOnlyMemory<byte> answer)
    {
        (flags, answer) = (LoginRequest.FlagsOf(false, request.CurrentStage, 0), default);
        if (_answer.IsEmpty)
        {
            var answers = new List<TextKey>();
            var status = Take(request, text, answers, out var transit);
            if (status.Class > 1)
            {
                return status;
            }

            if (status.Class == 1)
            {
                answer = TextKeys.ToBytes(answers);
                return status;
            }

            _answer = TextKeys.ToBytes(answers);
            _answerFlags = LoginRequest.FlagsOf(transit, request.CurrentStage, request.Transit ? request.NextStage : 0);
        }
        else if (++_requests > MaxRequests || !text.IsEmpty || request.Continue)
        {
            // While an answer comes in pieces, an empty request asks for the next one.
            return LoginStatus.InitiatorError;
        }

        answer = _answer[..Math.Min(_answer.Length, MaxSegmentLength)];
        _answer = _answer[answer.Length..];
        flags = _answer.IsEmpty ? _answerFlags : (byte)(LoginRequest.FlagsOf(false, request.CurrentStage, 0) | ContinueFlag);
        IsComplete = _answer.IsEmpty && _stage == LoginStage.FullFeature;
        return LoginStatus.Success;
    }

    /// <summary>What goes wrong with the login, once; null for nothing.</summary>
    public TargetFault? TakeFault()
    {
        var fault = _fault;
        _fault = null;
        return fault;
    }

    private LoginStatus Take(LoginRequest request, ReadOnlySpan<byte> text, List<TextKey> answers, out bool transit)
    {
        transit = false;
        if (++_requests > MaxRequests || _partialText.Count + text.Length > MaxTextLength || (request.Continue && request.Transit))
        {
            return LoginStatus.InitiatorError;
        }

        // Stage 2 is none, and nobody begins in the last one (RFC 7143, 11.12.3).
        if (request.CurrentStage > LoginStage.Operational || (request.Transit && request.NextStage is not (LoginStage.Operational or LoginStage.FullFeature)))
        {
            return LoginStatus.InitiatorError;
        }

        if (request.VersionMin > 0)
        {
            return LoginStatus.UnsupportedVersion;
        }

        _partialText.AddRange(text);
        if (request.Continue)
        {
            return LoginStatus.Success;
        }

        var readable = TextKeys.TryRead(_partialText.ToArray(), out var keys, out _);
        _partialText.Clear();
        if (!readable || keys.Count > MaxKeys)
        {
            return LoginStatus.InitiatorError;
        }

        if (!_begun)
        {
            var status = Begin(request, keys, answers);
            if (status != LoginStatus.Success)
            {
                return status;
            }
        }

        if (request.CurrentStage != _stage || (request.Transit && request.NextStage <= _stage))
        {
            return LoginStatus.InitiatorError;
        }

        return _stage == LoginStage.Security ? Secure(request, keys, answers, out transit) : Operate(request, keys, answers, out transit);
    }

    private LoginStatus Begin(LoginRequest request, List<TextKey> keys, List<TextKey> answers)
    {
        _begun = true;
        InitiatorName = TextKeys.Find(keys, "InitiatorName");
        TargetName = TextKeys.Find(keys, "TargetName");
        var type = TextKeys.Find(keys, "SessionType") ?? "Normal";
        IsDiscovery = type == "Discovery";
        if (!IsDiscovery && type != "Normal")
        {
            return LoginStatus.SessionTypeNotSupported;
        }

        if (string.IsNullOrEmpty(InitiatorName) || (!IsDiscovery && TargetName is null))
        {
            return LoginStatus.MissingParameter;
        }

        if (InitiatorName.Length > MaxNameLength)
        {
            return LoginStatus.InitiatorError;
        }

        var status = IsDiscovery ? LoginStatus.Success : FindTarget(answers);
        _authentication = new TargetAuthentication(Node?.Options.Chap, server.RandomBytes);
        _stage = request.CurrentStage;
        if (status == LoginStatus.Success && _stage == LoginStage.Operational && !_authentication.MayBeSkipped)
        {
            return LoginStatus.AuthenticationFailure;
        }

        return status;
    }

    private LoginStatus FindTarget(List<TextKey> answers)
    {
        Node = server.Find(TargetName!);
        if (Node is null)
        {
            return LoginStatus.NotFound;
        }

        Parameters = new SessionParameters(Node.Options);
        _fault = Node.Strike(FaultTrigger.Login);
        if (_fault?.Action == FaultAction.Refuse)
        {
            return LoginStatus.ServiceUnavailable;
        }

        if (!Node.Admits(InitiatorName!))
        {
            return LoginStatus.AuthorizationFailure;
        }

        if (_fault?.Action == FaultAction.Redirect || Node.Options.Redirect is not null)
        {
            answers.Add(new TextKey("TargetAddress", _fault?.Action == FaultAction.Redirect ? portal.ToString() : Node.Options.Redirect!));
            return Node.Options.RedirectIsPermanent ? LoginStatus.MovedPermanently : LoginStatus.MovedTemporarily;
        }

        answers.Add(new TextKey("TargetPortalGroupTag", server.PortalGroupTag(Node.Options, portal).ToString(CultureInfo.InvariantCulture)));
        return LoginStatus.Success;
    }

    private LoginStatus Secure(LoginRequest request, List<TextKey> keys, List<TextKey> answers, out bool transit)
    {
        transit = false;
        var status = _authentication!.Receive(keys, answers);
        if (status != LoginStatus.Success)
        {
            return status;
        }

        transit = request.Transit && _authentication.IsDone;
        return transit ? Move(request.NextStage) : LoginStatus.Success;
    }

    private LoginStatus Operate(LoginRequest request, List<TextKey> keys, List<TextKey> answers, out bool transit)
    {
        transit = false;
        foreach (var key in keys)
        {
            if (!Parameters.TryAnswer(key, out var answer))
            {
                return LoginStatus.InitiatorError;
            }

            if (answer is not null)
            {
                answers.Add(key with { Value = answer });
            }
        }

        transit = request.Transit;
        return transit ? Move(request.NextStage) : LoginStatus.Success;
    }

    private LoginStatus Move(LoginStage next)
    {
        if (next == LoginStage.FullFeature && Parameters.MissingDigest is { } missing)
        {
            Detail = $"the target demands {missing}=CRC32C, the initiator did not agree to it";
            return LoginStatus.InitiatorError;
        }

        _stage = next;
        return LoginStatus.Success;
    }
}
