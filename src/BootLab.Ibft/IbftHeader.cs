namespace BootLab.Ibft;

/// <summary>The table header. Trailing NULs of the ids are left out and written again; every other byte is kept.</summary>
public sealed record IbftHeader
{
    /// <summary>Four characters: <c>iBFT</c>; <c>IBFT</c> and <c>BIFT</c> occur.</summary>
    public string Signature { get; init; } = "iBFT";

    /// <summary>Length of the table in bytes, strings included.</summary>
    public required uint Length { get; init; }

    /// <summary>Revision, 1.</summary>
    public byte Revision { get; init; } = 1;

    /// <summary>The checksum byte as it stands in the table.</summary>
    public byte Checksum { get; init; }

    /// <summary>OEM id, up to six characters (Latin-1), without trailing NULs.</summary>
    public string OemId { get; init; } = "";

    /// <summary>OEM table id, up to eight characters (Latin-1), without trailing NULs.</summary>
    public string OemTableId { get; init; } = "";
}
