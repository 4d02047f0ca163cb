namespace BootLab.Ibft;

/// <summary>Bytes other than zero where no field is.</summary>
/// <param name="Offset">Where they start in the table.</param>
/// <param name="Bytes">The bytes.</param>
public readonly record struct SlackBytes(int Offset, ByteString Bytes);
