using Field = BootLab.Ibft.IbftOffsets.Initiator;

namespace BootLab.Ibft.Views;

/// <summary>The initiator structure over the bytes of a table.</summary>
public readonly ref struct InitiatorView
{
    internal InitiatorView(StructureView structure) => Structure = structure;

    /// <summary>The structure's header.</summary>
    public StructureView Structure { get; }

    /// <summary>iSNS server.</summary>
    public IbftAddress IsnsServer => Structure.Address(Field.IsnsServer);

    /// <summary>SLP server.</summary>
    public IbftAddress SlpServer => Structure.Address(Field.SlpServer);

    /// <summary>First RADIUS server.</summary>
    public IbftAddress PrimaryRadiusServer => Structure.Address(Field.PrimaryRadiusServer);

    /// <summary>Second RADIUS server.</summary>
    public IbftAddress SecondaryRadiusServer => Structure.Address(Field.SecondaryRadiusServer);

    /// <summary>The initiator name.</summary>
    public StringField Name => Structure.String(Field.Name);
}
