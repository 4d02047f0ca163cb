namespace BootLab.Ibft;

/// <summary>Byte 32 of the target structure.</summary>
public enum ChapType : byte
{
    /// <summary>No CHAP.</summary>
    None = 0,

    /// <summary>The target verifies the initiator.</summary>
    OneWay = 1,

    /// <summary>Each verifies the other.</summary>
    Mutual = 2,
}
