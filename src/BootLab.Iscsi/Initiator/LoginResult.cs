namespace BootLab.Iscsi.Initiator;

/// <summary>How a login ended.</summary>
public abstract record LoginResult;

/// <summary>The session is in full feature phase.</summary>
/// <param name="Session">The session; it owns the connection now.</param>
public sealed record LoginSucceeded(IscsiSession Session) : LoginResult;

/// <summary>The target says to go elsewhere (status class 1); the connection is closed.</summary>
/// <param name="Address">TargetAddress as the target wrote it; null when it wrote none.</param>
/// <param name="StatusDetail">1 moved for now, 2 moved for good.</param>
public sealed record LoginRedirect(string? Address, byte StatusDetail) : LoginResult;

/// <summary>The target refused (status class 2 or 3, or one unknown).</summary>
/// <param name="StatusClass">2: the initiator's fault, 3: the target's.</param>
/// <param name="StatusDetail">Which (RFC 7143, 11.13.5); class 2: 1 authentication, 2 authorisation, 3 not found, 4 removed.</param>
public sealed record LoginRefused(byte StatusClass, byte StatusDetail) : LoginResult
{
    /// <summary>What class and detail mean (RFC 7143, 11.13.5), for people.</summary>
    public string Reason => (StatusClass, StatusDetail) switch
    {
        (2, 0) => "the target blames the initiator",
        (2, 1) => "authentication failure",
        (2, 2) => "the initiator may not use the target",
        (2, 3) => "there is no such target",
        (2, 4) => "the target was removed",
        (2, 5) => "the version is not supported",
        (2, 6) => "too many connections",
        (2, 7) => "a parameter is missing",
        (2, 8) => "the connection cannot be part of the session",
        (2, 9) => "the session type is not supported",
        (2, 10) => "there is no such session",
        (2, 11) => "the request is not valid during a login",
        (3, 0) => "the target has an error",
        (3, 1) => "the service is unavailable",
        (3, 2) => "the target is out of resources",
        _ => $"status class {StatusClass}, detail {StatusDetail}",
    };
}

/// <summary>The login came to no answer of the target.</summary>
/// <param name="Failure">Why.</param>
/// <param name="Message">One line for people.</param>
public sealed record LoginFailed(IscsiFailure Failure, string Message) : LoginResult;
