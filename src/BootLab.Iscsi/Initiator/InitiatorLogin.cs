using System.Globalization;
using System.Security.Cryptography;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>The initiator's side of a login: what to say next, and what the target's answers mean (RFC 7143, 6 and 12.1.3).</summary>
internal sealed class InitiatorLogin
{
    // A login that needs more answers than this goes nowhere: CHAP both ways takes five.
    private const int MaxAnswers = 64;
    private const int MaxTextLength = 64 * 1024;

    // MaxRecvDataSegmentLength of a target that has not said otherwise (RFC 7143, 13.12).
    private const int MaxRequestText = 8192;

    // What a target declares without being asked.
    private static readonly string[] OfTheTarget = ["TargetAlias", "TargetAddress", "TargetPortalGroupTag", "MaxRecvDataSegmentLength", "AuthMethod"];

    private readonly InitiatorOptions _options;
    private readonly LoginProfile _profile;
    private readonly Random _random;
    private readonly List<TextKey> _toSay = [];
    private readonly List<byte> _partialText = [];
    private readonly HashSet<string> _said = [];
    private ReadOnlyMemory<byte> _unsent;
    private byte[]? _ownChallenge;
    private byte _ownIdentifier;
    private bool _readyToLeave;
    private bool _targetProvedItself;
    private bool _targetGoesOn;
    private int _answers;

    public InitiatorLogin(InitiatorOptions options, Random random)
    {
        _options = options;
        _profile = options.LoginProfile;
        _random = random;
        var authMethod = options.ReverseUsername is not null ? "CHAP" : options.Username is not null ? _profile.AuthMethodWithCredentials : "None";
        _readyToLeave = authMethod == "None";
        foreach (var (key, value) in _profile.FirstKeys)
        {
            var filled = key switch
            {
                "InitiatorName" => options.InitiatorName,
                "TargetName" => options.TargetName,
                "SessionType" => options.TargetName is null ? "Discovery" : "Normal",
                "AuthMethod" => authMethod,
                _ => value,
            };
            if (filled is not null)
            {
                _toSay.Add(new TextKey(key, filled));
            }
        }
    }

    /// <summary>Whether the target chose CHAP.</summary>
    public bool ChapDemanded { get; private set; }

    public LoginStage Stage { get; private set; } = LoginStage.Security;

    /// <summary>What the target answered about the operational keys, last value of each.</summary>
    public Dictionary<string, string> Negotiated { get; } = [];

    /// <summary>Flags and text of the next request; the text counts as said. Text that is longer than a target has to take goes out in several requests.</summary>
    public (byte Flags, ReadOnlyMemory<byte> Text) NextRequest()
    {
        if (_unsent.IsEmpty)
        {
            _unsent = TextKeys.ToBytes(_toSay);
            _said.UnionWith(_toSay.Select(pair => pair.Key));
            _toSay.Clear();
        }

        var text = _unsent[..Math.Min(_unsent.Length, MaxRequestText)];
        _unsent = _unsent[text.Length..];
        if (!_unsent.IsEmpty)
        {
            return (LoginRequest.FlagsOf(false, Stage, LoginStage.Security, continues: true), text);
        }

        var next = Stage == LoginStage.Security ? LoginStage.Operational : LoginStage.FullFeature;
        var transit = _profile.AlwaysTransit || (_readyToLeave && !_targetGoesOn);
        return (LoginRequest.FlagsOf(transit, Stage, transit || !_profile.IsThorough ? next : LoginStage.Security), text);
    }

    /// <summary>Takes a successful answer in.</summary>
    /// <exception cref="IscsiException">The answer does not fit; the login is over.</exception>
    public void Receive(LoginResponse response, ReadOnlySpan<byte> text)
    {
        if (++_answers > MaxAnswers)
        {
            throw new IscsiException(IscsiFailure.EndlessLogin, $"the target is not done with the login after {MaxAnswers} answers");
        }

        if (_partialText.Count + text.Length > MaxTextLength)
        {
            throw new IscsiException(IscsiFailure.MalformedTextKey, $"the target's login text is longer than {MaxTextLength} bytes");
        }

        _partialText.AddRange(text);
        _targetGoesOn = response.Continue;
        if (response.Continue)
        {
            return;
        }

        if (response.Transit && !_unsent.IsEmpty)
        {
            throw new IscsiException(IscsiFailure.NotOffered, "the target went to the next login stage before it had all of the initiator's text");
        }

        var keys = ReadKeys();
        foreach (var (key, value) in keys)
        {
            if (value == "Reject")
            {
                throw new IscsiException(IscsiFailure.ValueRejected, $"the target rejected {key}");
            }

            Negotiated[key] = value;
            if (_profile.IsThorough)
            {
                CheckAnswer(key, value, response.Transit);
            }
        }

        HandleSecurityKeys(keys);
        if (response.Transit)
        {
            Enter(response.NextStage);
        }
    }

    private void CheckAnswer(string key, string value, bool isLast)
    {
        if (key is "HeaderDigest" or "DataDigest" && !OfferedDigests(key).Split(',').Contains(value))
        {
            throw new IscsiException(IscsiFailure.NotOffered, $"the target chose {key}={value}, {OfferedDigests(key)} was offered");
        }

        // RFC 7143, 6.2: a key that is not understood gets an answer too. Where the target has gone on there is nobody to tell.
        if (!isLast && !_said.Contains(key) && !OfTheTarget.Contains(key) && !key.StartsWith("CHAP_", StringComparison.Ordinal))
        {
            _toSay.Add(new TextKey(key, "NotUnderstood"));
        }
    }

    private string OfferedDigests(string key) => (key == "HeaderDigest" ? _options.HeaderDigest : _options.DataDigest) switch
    {
        DigestUse.Accepted => "None,CRC32C",
        DigestUse.Preferred => "CRC32C,None",
        DigestUse.Required => "CRC32C",
        _ => "None",
    };

    private List<TextKey> ReadKeys()
    {
        var text = _partialText.ToArray();
        _partialText.Clear();
        return TextKeys.TryRead(text, out var keys, out var error)
            ? keys
            : throw new IscsiException(IscsiFailure.MalformedTextKey, $"the target's login text is malformed: {error!.Message}", error);
    }

    private void HandleSecurityKeys(List<TextKey> keys)
    {
        if (Stage != LoginStage.Security)
        {
            return;
        }

        if (TextKeys.Find(keys, "AuthMethod") is { } method)
        {
            ChooseMethod(method);
        }

        if (TextKeys.Find(keys, "CHAP_A") is { } algorithm && algorithm != Chap.Md5Algorithm)
        {
            throw new IscsiException(IscsiFailure.InvalidChapAlgorithm, $"the target chose CHAP algorithm {algorithm}, only 5 (MD5) was offered");
        }

        if (TextKeys.Find(keys, "CHAP_C") is { } challenge)
        {
            AnswerChallenge(TextKeys.Find(keys, "CHAP_I") ?? "", challenge);
        }

        if (_ownChallenge is not null && TextKeys.Find(keys, "CHAP_R") is { } proof)
        {
            CheckTarget(TextKeys.Find(keys, "CHAP_N"), proof);
        }
    }

    private void ChooseMethod(string method)
    {
        var chapOffered = _options.Username is not null;
        var noneOffered = _options.ReverseUsername is null && (!chapOffered || _profile.AuthMethodWithCredentials.EndsWith("None", StringComparison.Ordinal));
        switch (method)
        {
            case "CHAP" when chapOffered:
                ChapDemanded = true;
                _toSay.Add(new TextKey("CHAP_A", Chap.Md5Algorithm));
                break;
            case "None" when noneOffered:
                _readyToLeave = true;
                break;
            default:
                throw new IscsiException(IscsiFailure.NotOffered, $"the target chose AuthMethod={method}, which was not offered");
        }
    }

    private void AnswerChallenge(string identifier, string challenge)
    {
        if (_options.Username is null || _options.Password is null)
        {
            throw new IscsiException(IscsiFailure.NotOffered, "the target sent a CHAP challenge, but CHAP was not offered");
        }

        if (!TryParseIdentifier(identifier, out var id))
        {
            throw new IscsiException(IscsiFailure.InvalidChapIdentifier, $"CHAP_I={identifier} is not a number from 0 to 255");
        }

        if (!BinaryValue.TryDecode(challenge, out var bytes))
        {
            throw new IscsiException(IscsiFailure.InvalidBinaryValue, $"CHAP_C={challenge} is neither hexadecimal (0x...) nor base64 (0b...)");
        }

        _toSay.Add(new TextKey("CHAP_N", _options.Username));
        _toSay.Add(new TextKey("CHAP_R", BinaryValue.ToHex(Chap.Response(id, _options.Password, bytes), _profile.UpperCaseHex)));
        if (_options.ReverseUsername is not null)
        {
            // iPXE draws 17 bytes one by one: the identifier, then the challenge.
            _ownIdentifier = (byte)_random.Next(256);
            _ownChallenge = new byte[Chap.ChallengeLength];
            _random.NextBytes(_ownChallenge);
            _toSay.Add(new TextKey("CHAP_I", _ownIdentifier.ToString(CultureInfo.InvariantCulture)));
            _toSay.Add(new TextKey("CHAP_C", BinaryValue.ToHex(_ownChallenge, _profile.UpperCaseHex)));
        }

        _readyToLeave = true;
    }

    private void CheckTarget(string? name, string proof)
    {
        if (name != _options.ReverseUsername)
        {
            throw new IscsiException(IscsiFailure.WrongTargetUsername, $"the target calls itself {name}, expected {_options.ReverseUsername}");
        }

        if (!BinaryValue.TryDecode(proof, out var bytes))
        {
            throw new IscsiException(IscsiFailure.InvalidBinaryValue, "the target's CHAP_R is neither hexadecimal (0x...) nor base64 (0b...)");
        }

        if (bytes.Length != Chap.ResponseLength)
        {
            throw new IscsiException(IscsiFailure.InvalidChapResponse, $"the target's CHAP_R has {bytes.Length} bytes, expected {Chap.ResponseLength}");
        }

        if (!CryptographicOperations.FixedTimeEquals(bytes, Chap.Response(_ownIdentifier, _options.ReversePassword ?? "", _ownChallenge)))
        {
            throw new IscsiException(IscsiFailure.WrongTargetPassword, "the target's CHAP_R is wrong: it does not know the reverse password");
        }

        _targetProvedItself = true;
    }

    private void Enter(LoginStage stage)
    {
        _toSay.Clear();
        switch (stage)
        {
            case LoginStage.Operational:
                _toSay.AddRange(_profile.OperationalKeys.Select(pair =>
                    pair is { Key: "HeaderDigest" or "DataDigest", Value: "" } ? pair with { Value = OfferedDigests(pair.Key) } : pair));
                _readyToLeave = true;
                break;
            case LoginStage.FullFeature when _options.ReverseUsername is not null && !_targetProvedItself:
                throw new IscsiException(IscsiFailure.TargetNotAuthenticated, "the target went to full feature phase without proving that it knows the reverse password");
            case LoginStage.FullFeature:
                break;
            default:
                throw new IscsiException(IscsiFailure.NotOffered, $"the target went to login stage {(int)stage}, which was not offered");
        }

        Stage = stage;
    }

    // As strtoul with base 0 reads it: decimal, or hexadecimal after 0x.
    private static bool TryParseIdentifier(string text, out byte identifier) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? byte.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out identifier)
            : byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out identifier);
}
