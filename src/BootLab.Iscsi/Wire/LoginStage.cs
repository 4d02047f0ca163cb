namespace BootLab.Iscsi.Wire;

/// <summary>Stage of a login as CSG and NSG say it (RFC 7143, 11.12.3).</summary>
public enum LoginStage : byte
{
    /// <summary>Security negotiation.</summary>
    Security = 0,

    /// <summary>Operational parameters.</summary>
    Operational = 1,

    /// <summary>Full feature phase.</summary>
    FullFeature = 3,
}
