using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace BootLab.Iscsi.Wire;

/// <summary>CHAP with MD5, algorithm 5 (RFC 1994; RFC 7143, 12.1.3).</summary>
public static class Chap
{
    /// <summary>CHAP_A of MD5.</summary>
    public const string Md5Algorithm = "5";

    /// <summary>Length of a response in bytes.</summary>
    public const int ResponseLength = 16;

    /// <summary>Length of the challenges made here, in bytes.</summary>
    public const int ChallengeLength = 16;

    /// <summary>The response that proves the secret: MD5 over identifier, secret and challenge.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "CHAP_A=5 is MD5; the protocol leaves no choice.")]
    public static byte[] Response(byte identifier, string secret, ReadOnlySpan<byte> challenge)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var secretBytes = Encoding.UTF8.GetBytes(secret);
        byte[] input = [identifier, .. secretBytes, .. challenge];
        return MD5.HashData(input);
    }
}
