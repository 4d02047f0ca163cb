namespace BootLab.Ibft;

/// <summary>The initiator structure.</summary>
public sealed record IbftInitiator : IbftStructure
{
    /// <summary>iSNS server.</summary>
    public IbftAddress IsnsServer { get; init; }

    /// <summary>SLP server.</summary>
    public IbftAddress SlpServer { get; init; }

    /// <summary>First RADIUS server.</summary>
    public IbftAddress PrimaryRadiusServer { get; init; }

    /// <summary>Second RADIUS server.</summary>
    public IbftAddress SecondaryRadiusServer { get; init; }

    /// <summary>The initiator name.</summary>
    public IbftString Name { get; init; }
}
