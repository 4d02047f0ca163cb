namespace BootLab.Iscsi.Target;

/// <summary>Status class and detail of a login answer (RFC 7143, 11.13.5).</summary>
internal readonly record struct LoginStatus(byte Class, byte Detail)
{
    public static LoginStatus Success => new(0, 0);

    public static LoginStatus MovedTemporarily => new(1, 1);

    public static LoginStatus MovedPermanently => new(1, 2);

    public static LoginStatus InitiatorError => new(2, 0);

    public static LoginStatus AuthenticationFailure => new(2, 1);

    public static LoginStatus AuthorizationFailure => new(2, 2);

    public static LoginStatus NotFound => new(2, 3);

    public static LoginStatus UnsupportedVersion => new(2, 5);

    public static LoginStatus TooManyConnections => new(2, 6);

    public static LoginStatus MissingParameter => new(2, 7);

    public static LoginStatus SessionTypeNotSupported => new(2, 9);

    public static LoginStatus NoSuchSession => new(2, 10);

    public static LoginStatus ServiceUnavailable => new(3, 1);

    public static LoginStatus OutOfResources => new(3, 2);
}
