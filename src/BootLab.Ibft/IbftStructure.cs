namespace BootLab.Ibft;

/// <summary>What every structure has: where it stands and its six-byte header (iBFT 1.4.2).</summary>
public record IbftStructure
{
    /// <summary>Where the structure starts, counted from the first byte of the table.</summary>
    public required int Offset { get; init; }

    /// <summary>The kind; unknown values survive.</summary>
    public required StructureId Id { get; init; }

    /// <summary>Version, 1.</summary>
    public byte Version { get; init; } = 1;

    /// <summary>Bytes of the structure as it says itself.</summary>
    public required ushort Length { get; init; }

    /// <summary>Index within the kind.</summary>
    public byte Index { get; init; }

    /// <summary>See <see cref="IbftFlags"/>.</summary>
    public byte Flags { get; init; }

    /// <summary>Whether bit 0 is set (initiator, NIC, target).</summary>
    public bool IsValid => (Flags & IbftFlags.Valid) != 0;

    /// <summary>Whether bit 1 is set (initiator, NIC, target).</summary>
    public bool IsBootSelected => (Flags & IbftFlags.BootSelected) != 0;
}
