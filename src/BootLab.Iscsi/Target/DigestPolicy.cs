namespace BootLab.Iscsi.Target;

/// <summary>What a target makes of an offer of CRC32C digests (RFC 7143, 13.1).</summary>
public enum DigestPolicy
{
    /// <summary>The initiator's order decides.</summary>
    Allowed,

    /// <summary>An initiator that does not offer CRC32C is refused.</summary>
    Demanded,

    /// <summary>None.</summary>
    Refused,
}
