namespace BootLab.Iscsi.Initiator;

/// <summary>What an initiator offers for a digest (RFC 7143, 13.1).</summary>
public enum DigestUse
{
    /// <summary>None.</summary>
    Never,

    /// <summary>CRC32C when the target would rather have it: <c>None,CRC32C</c>.</summary>
    Accepted,

    /// <summary>CRC32C unless the target cannot: <c>CRC32C,None</c>.</summary>
    Preferred,

    /// <summary>CRC32C or no session.</summary>
    Required,
}
