using System.Globalization;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

/// <summary>The target's side of a login: requests in, answers out (RFC 7143, 6).</summary>
internal sealed class TargetLogin(TargetServer server)
{
    private const int MaxTextLength = 64 * 1024;
    // CHAP both ways takes five requests; an initiator that needs many more plays.
    private const int MaxRequests = 64;

    private readonly List<byte> _partialText = [];
    private TargetAuthentication? _authentication;
    private LoginStage _stage;
    private int _requests;
    private bool _begun;

    public string? InitiatorName { get; private set; }

    public string? TargetName { get; private set; }

    public bool IsDiscovery { get; private set; }

    public TargetNode? Node { get; private set; }

    public SessionParameters Parameters { get; } = new();

    public bool IsComplete { get; private set; }

    public string AuthMethod => _authentication?.Method ?? "None";

    /// <summary>What a fault of the target made of the last request; null for nothing.</summary>
    public FaultAction? Fault { get; private set; }

    /// <summary>Takes a request in.</summary>
    /// <returns>The status, the flags of the answer, and its keys.</returns>
    public (LoginStatus Status, byte Flags, List<TextKey> Answers) Receive(LoginRequest request, ReadOnlySpan<byte> text)
    {
        var answers = new List<TextKey>();
        var status = Take(request, text, answers, out var transit);
        if (status.Class > 1)
        {
            answers.Clear();
        }

        var flags = LoginRequest.FlagsOf(transit && status.Class == 0, request.CurrentStage, request.Transit ? request.NextStage : 0);
        return (status, flags, answers);
    }

    private LoginStatus Take(LoginRequest request, ReadOnlySpan<byte> text, List<TextKey> answers, out bool transit)
    {
        transit = false;
        if (++_requests > MaxRequests || _partialText.Count + text.Length > MaxTextLength || (request.Continue && request.Transit))
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
        if (!readable)
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

        if (request.Tsih != 0)
        {
            return LoginStatus.NoSuchSession;
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

        Fault = Node.Strike(FaultTrigger.Login);
        if (Fault == FaultAction.Refuse)
        {
            return LoginStatus.ServiceUnavailable;
        }

        if (!Node.Admits(InitiatorName!))
        {
            return LoginStatus.AuthorizationFailure;
        }

        if (Node.Options.Redirect is { } address)
        {
            answers.Add(new TextKey("TargetAddress", address));
            return LoginStatus.MovedTemporarily;
        }

        answers.Add(new TextKey("TargetPortalGroupTag", Node.Options.PortalGroupTag.ToString(CultureInfo.InvariantCulture)));
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
        Move(transit, request.NextStage);
        return LoginStatus.Success;
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
        Move(transit, request.NextStage);
        return LoginStatus.Success;
    }

    private void Move(bool transit, LoginStage next)
    {
        if (transit)
        {
            _stage = next;
            IsComplete = next == LoginStage.FullFeature;
        }
    }
}
