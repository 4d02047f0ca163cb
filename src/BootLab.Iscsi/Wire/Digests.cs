namespace BootLab.Iscsi.Wire;

/// <summary>The CRC32C digests that a connection carries in full feature phase (RFC 7143, 11.2.3 and 13.1).</summary>
[Flags]
public enum Digests
{
    /// <summary>None, as in every login.</summary>
    None = 0,

    /// <summary>Four bytes after the Basic and Additional Header Segments.</summary>
    Header = 1,

    /// <summary>Four bytes after a data segment and its padding; a PDU without data has none.</summary>
    Data = 2,
}
