using Field = BootLab.Ibft.IbftOffsets.Target;

namespace BootLab.Ibft.Views;

/// <summary>A target structure over the bytes of a table.</summary>
public readonly ref struct TargetView
{
    internal TargetView(StructureView structure) => Structure = structure;

    /// <summary>The structure's header.</summary>
    public StructureView Structure { get; }

    /// <summary>The portal's address.</summary>
    public IbftAddress IpAddress => Structure.Address(Field.IpAddress);

    /// <summary>The portal's TCP port.</summary>
    public ushort Port => Structure.UInt16(Field.Port);

    /// <summary>The boot LUN.</summary>
    public Lun BootLun => Lun.Read(Structure.Bytes(Field.BootLun, Field.BootLunSize));

    /// <summary>How the login authenticates.</summary>
    public ChapType ChapType => (ChapType)Structure.Byte(Field.ChapType);

    /// <summary>The index of the NIC that reaches this target.</summary>
    public byte NicAssociation => Structure.Byte(Field.NicAssociation);

    /// <summary>The target name.</summary>
    public StringField Name => Structure.String(Field.Name);

    /// <summary>CHAP name.</summary>
    public StringField ChapName => Structure.String(Field.ChapName);

    /// <summary>CHAP secret, in plain text.</summary>
    public StringField ChapSecret => Structure.String(Field.ChapSecret);

    /// <summary>Reverse CHAP name.</summary>
    public StringField ReverseChapName => Structure.String(Field.ReverseChapName);

    /// <summary>Reverse CHAP secret, in plain text.</summary>
    public StringField ReverseChapSecret => Structure.String(Field.ReverseChapSecret);
}
