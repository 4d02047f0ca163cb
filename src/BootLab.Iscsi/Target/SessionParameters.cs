using System.Globalization;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

/// <summary>The operational parameters of a session and the target's answers that lead to them (RFC 7143, 13).</summary>
internal sealed class SessionParameters(TargetOptions? options)
{
    /// <summary>Longest data segment that the target takes after the login, in bytes.</summary>
    public const int OwnMaxRecvDataSegmentLength = 262144;

    private const int OwnMaxBurstLength = 262144;
    private const int OwnFirstBurstLength = 65536;

    private readonly HashSet<string> _negotiated = [];

    /// <summary>Longest data segment that the initiator takes, in bytes.</summary>
    public int MaxRecvDataSegmentLength { get; private set; } = 8192;

    public int MaxBurstLength { get; private set; } = OwnMaxBurstLength;

    public int FirstBurstLength { get; private set; } = OwnFirstBurstLength;

    public bool ImmediateData { get; private set; } = true;

    public bool InitialR2T { get; private set; } = true;

    public Digests Digests { get; private set; }

    /// <summary>The digest that the target demands and that was not agreed; null for none.</summary>
    public string? MissingDigest =>
        options?.HeaderDigest == DigestPolicy.Demanded && (Digests & Digests.Header) == 0 ? "HeaderDigest"
        : options?.DataDigest == DigestPolicy.Demanded && (Digests & Digests.Data) == 0 ? "DataDigest"
        : null;

    /// <summary>Answers an offer.</summary>
    /// <param name="key">The key and the value offered.</param>
    /// <param name="answer">What to answer; null for nothing.</param>
    /// <returns>False when the offer breaks the rules and ends the login.</returns>
    public bool TryAnswer(TextKey key, out string? answer)
    {
        answer = null;
        if (!_negotiated.Add(key.Key))
        {
            return false;
        }

        switch (key.Key)
        {
            case "HeaderDigest":
                answer = Digest(key.Value, options?.HeaderDigest ?? default, Digests.Header);
                return true;
            case "DataDigest":
                answer = Digest(key.Value, options?.DataDigest ?? default, Digests.Data);
                return true;
            case "MaxRecvDataSegmentLength":
                MaxRecvDataSegmentLength = Math.Min(Number(key.Value, 512, 0xffffff, out var ok), OwnMaxRecvDataSegmentLength);
                answer = OwnMaxRecvDataSegmentLength.ToString(CultureInfo.InvariantCulture);
                return ok;
            case "MaxBurstLength":
                MaxBurstLength = Math.Min(Number(key.Value, 512, 0xffffff, out ok), OwnMaxBurstLength);
                answer = MaxBurstLength.ToString(CultureInfo.InvariantCulture);
                return ok;
            case "FirstBurstLength":
                FirstBurstLength = Math.Min(Number(key.Value, 512, 0xffffff, out ok), OwnFirstBurstLength);
                answer = FirstBurstLength.ToString(CultureInfo.InvariantCulture);
                return ok;
            case "InitialR2T":
                InitialR2T = key.Value == "Yes";
                answer = key.Value;
                return IsBoolean(key.Value);
            case "DataPDUInOrder" or "DataSequenceInOrder":
                // Yes wins if either side says it, and the target does.
                answer = "Yes";
                return IsBoolean(key.Value);
            case "ImmediateData":
                ImmediateData = key.Value == "Yes";
                answer = key.Value;
                return IsBoolean(key.Value);
            case "DefaultTime2Wait":
                answer = Number(key.Value, 0, 3600, out ok).ToString(CultureInfo.InvariantCulture);
                return ok;
            case "DefaultTime2Retain":
                answer = "0";
                _ = Number(key.Value, 0, 3600, out ok);
                return ok;
            // One R2T at a time: it asks for a whole burst, and initiators in use offer no more.
            case "MaxConnections" or "MaxOutstandingR2T":
                answer = "1";
                _ = Number(key.Value, 1, 65535, out ok);
                return ok;
            case "ErrorRecoveryLevel":
                answer = "0";
                _ = Number(key.Value, 0, 2, out ok);
                return ok;
            case "IFMarker" or "OFMarker":
                answer = "No";
                return true;
            case "InitiatorAlias" or "SessionType" or "InitiatorName" or "TargetName":
                return true;
            default:
                answer = "NotUnderstood";
                return true;
        }
    }

    /// <summary>A new length that the initiator declares after the login; false when it is none.</summary>
    public bool TryDeclareAgain(string value)
    {
        var length = Number(value, 512, 0xffffff, out var ok);
        MaxRecvDataSegmentLength = ok ? Math.Min(length, OwnMaxRecvDataSegmentLength) : MaxRecvDataSegmentLength;
        return ok;
    }

    // The first of the list that both sides can (RFC 7143, 6.2.1).
    private string Digest(string offer, DigestPolicy use, Digests digest)
    {
        foreach (var name in offer.Split(','))
        {
            if (name == "CRC32C" && use != DigestPolicy.Refused)
            {
                Digests |= digest;
                return name;
            }

            if (name == "None" && use != DigestPolicy.Demanded)
            {
                return name;
            }
        }

        return "Reject";
    }

    private static bool IsBoolean(string value) => value is "Yes" or "No";

    // A number of the protocol: decimal, or hexadecimal after 0x.
    private static int Number(string text, int least, int most, out bool ok)
    {
        ok = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        ok = ok && value >= least && value <= most;
        return ok ? value : least;
    }
}
