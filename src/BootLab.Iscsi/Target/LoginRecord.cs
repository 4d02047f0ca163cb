using System.Globalization;
using System.Net;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

/// <summary>A login that ended, well or not: what a server prints one line of.</summary>
/// <param name="Portal">The address that was connected to.</param>
/// <param name="Peer">The initiator's address.</param>
/// <param name="InitiatorName">The name that it gave; null if it gave none.</param>
/// <param name="TargetName">The target that it wanted; null for a discovery session or none.</param>
/// <param name="AuthMethod">"None", "CHAP" or "mutual CHAP".</param>
/// <param name="StatusClass">0 success, 1 redirected, 2 and 3 refused.</param>
/// <param name="StatusDetail">Which (RFC 7143, 11.13.5).</param>
public sealed record LoginRecord(
    IPEndPoint Portal, IPEndPoint Peer, string? InitiatorName, string? TargetName, string AuthMethod, byte StatusClass, byte StatusDetail)
{
    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var outcome = StatusClass switch
        {
            0 => $"logged in ({AuthMethod}{(Digests == Digests.None ? "" : $", digests: {Digests}")})",
            1 => "redirected",
            _ => $"refused, status {StatusClass:x2}{StatusDetail:x2}: {Reason}",
        };
        return $"{Peer} {Printable(InitiatorName) ?? "(no name)"} -> {Printable(TargetName) ?? "discovery"} at {Portal}: {outcome}";
    }

    // Whoever connects chooses the names; they shall not steer a terminal.
    internal static string? Printable(string? name) => name is null ? null : string.Concat(
        name.Select(letter => char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format ? '?' : letter));

    /// <summary>The initiator's part of the session identifier, which tells initiators of one name apart.</summary>
    public Isid Isid { get; init; }

    /// <summary>The digests that were agreed.</summary>
    public Digests Digests { get; init; }

    /// <summary>More about a refusal than its status says; null for nothing.</summary>
    public string? Detail { get; init; }

    private string Reason => Detail ?? (StatusClass, StatusDetail) switch
    {
        (2, 0) => "malformed or inconsistent login",
        (2, 1) => "wrong CHAP name or secret, or none",
        (2, 2) => "this initiator name may not log in",
        (2, 3) => "no such target",
        (2, 5) => "version not supported",
        (2, 6) => "too many connections in the session",
        (2, 7) => "a key is missing",
        (2, 9) => "session type not supported",
        (2, 10) => "no such session",
        (3, 1) => "service unavailable",
        (3, 2) => "out of resources",
        _ => "see RFC 7143, 11.13.5",
    };
}
