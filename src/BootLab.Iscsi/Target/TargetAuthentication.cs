using System.Globalization;
using System.Security.Cryptography;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

/// <summary>The target's side of AuthMethod and CHAP in one login (RFC 7143, 12.1).</summary>
internal sealed class TargetAuthentication(TargetChap? chap, Func<int, byte[]> randomBytes)
{
    private byte[]? _challenge;
    private byte _identifier;
    private bool _chapChosen;

    /// <summary>Whether the initiator may leave the security stage.</summary>
    public bool IsDone { get; private set; }

    /// <summary>For the log.</summary>
    public string Method { get; private set; } = "None";

    /// <summary>Whether an initiator may begin with operational negotiation, and so without any authentication.</summary>
    public bool MayBeSkipped => chap is not { IsRequired: true };

    /// <summary>Takes the keys of a request in and adds the answers.</summary>
    public LoginStatus Receive(List<TextKey> keys, List<TextKey> answers)
    {
        if (TextKeys.Find(keys, "AuthMethod") is { } offer)
        {
            return Choose(offer.Split(','), answers);
        }

        if (!_chapChosen)
        {
            // Nothing said about it: None is the default (RFC 7143, 12.1), which a target that demands CHAP does not take.
            IsDone = MayBeSkipped;
            return IsDone ? LoginStatus.Success : LoginStatus.AuthenticationFailure;
        }

        if (TextKeys.Find(keys, "CHAP_A") is { } algorithms)
        {
            return SendChallenge(algorithms.Split(','), answers);
        }

        return TextKeys.Find(keys, "CHAP_R") is { } response ? Check(keys, response, answers) : LoginStatus.Success;
    }

    private LoginStatus Choose(string[] offered, List<TextKey> answers)
    {
        if (IsDone || _chapChosen)
        {
            return LoginStatus.InitiatorError;
        }

        _chapChosen = chap is not null && (chap.IsRequired ? offered.Contains("CHAP") : offered[0] == "CHAP");
        if (!_chapChosen && (!MayBeSkipped || !offered.Contains("None")))
        {
            return LoginStatus.AuthenticationFailure;
        }

        IsDone = !_chapChosen;
        answers.Add(new TextKey("AuthMethod", _chapChosen ? "CHAP" : "None"));
        return LoginStatus.Success;
    }

    private LoginStatus SendChallenge(string[] algorithms, List<TextKey> answers)
    {
        if (_challenge is not null || !algorithms.Contains(Chap.Md5Algorithm))
        {
            return LoginStatus.AuthenticationFailure;
        }

        _identifier = chap!.Identifier ?? randomBytes(1)[0];
        _challenge = chap.Challenge ?? randomBytes(Chap.ChallengeLength);
        answers.Add(new TextKey("CHAP_A", Chap.Md5Algorithm));
        answers.Add(new TextKey("CHAP_I", _identifier.ToString(CultureInfo.InvariantCulture)));
        answers.Add(new TextKey("CHAP_C", BinaryValue.ToHex(_challenge)));
        return LoginStatus.Success;
    }

    private LoginStatus Check(List<TextKey> keys, string response, List<TextKey> answers)
    {
        if (_challenge is null || IsDone || TextKeys.Find(keys, "CHAP_N") is not { } name || (chap!.Username is not null && name != chap.Username))
        {
            return LoginStatus.AuthenticationFailure;
        }

        if (!BinaryValue.TryDecode(response, out var bytes)
            || (chap.Password is not null && !CryptographicOperations.FixedTimeEquals(bytes, Chap.Response(_identifier, chap.Password, _challenge))))
        {
            return LoginStatus.AuthenticationFailure;
        }

        Method = "CHAP";
        IsDone = true;
        return TextKeys.Find(keys, "CHAP_C") is { } challenge ? Prove(keys, challenge, answers) : LoginStatus.Success;
    }

    private LoginStatus Prove(List<TextKey> keys, string challenge, List<TextKey> answers)
    {
        // A challenge that comes back is an attempt to have the target compute the initiator's own response (RFC 7143, 9.2.1).
        if (chap!.ReverseUsername is null || chap.ReversePassword is null
            || !byte.TryParse(TextKeys.Find(keys, "CHAP_I"), NumberStyles.None, CultureInfo.InvariantCulture, out var identifier)
            || !BinaryValue.TryDecode(challenge, out var bytes) || bytes.AsSpan().SequenceEqual(_challenge))
        {
            return LoginStatus.AuthenticationFailure;
        }

        answers.Add(new TextKey("CHAP_N", chap.ReverseUsername));
        answers.Add(new TextKey("CHAP_R", BinaryValue.ToHex(Chap.Response(identifier, chap.ReversePassword, bytes))));
        Method = "mutual CHAP";
        return LoginStatus.Success;
    }
}
