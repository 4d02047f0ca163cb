namespace BootLab.Ibft;

/// <summary>A target structure.</summary>
public sealed record IbftTarget : IbftStructure
{
    /// <summary>The portal's address.</summary>
    public IbftAddress IpAddress { get; init; }

    /// <summary>The portal's TCP port.</summary>
    public ushort Port { get; init; }

    /// <summary>The boot LUN.</summary>
    public Lun BootLun { get; init; }

    /// <summary>How the login authenticates.</summary>
    public ChapType ChapType { get; init; }

    /// <summary>The index of the NIC that reaches this target.</summary>
    public byte NicAssociation { get; init; }

    /// <summary>The target name.</summary>
    public IbftString Name { get; init; }

    /// <summary>CHAP name.</summary>
    public IbftString ChapName { get; init; }

    /// <summary>CHAP secret, in plain text.</summary>
    public IbftString ChapSecret { get; init; }

    /// <summary>Reverse CHAP name.</summary>
    public IbftString ReverseChapName { get; init; }

    /// <summary>Reverse CHAP secret, in plain text.</summary>
    public IbftString ReverseChapSecret { get; init; }
}
