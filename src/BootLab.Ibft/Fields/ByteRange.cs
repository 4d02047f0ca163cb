namespace BootLab.Ibft.Fields;

/// <summary>Some bytes of a table.</summary>
/// <param name="Offset">The first byte, counted from the start of the table.</param>
/// <param name="Length">How many bytes.</param>
public readonly record struct ByteRange(int Offset, int Length)
{
    /// <summary>The byte after the last one.</summary>
    public int End => Offset + Length;

    /// <summary>Whether a byte is one of them.</summary>
    public bool Contains(int offset) => offset >= Offset && offset < End;

    /// <summary><c>0x0a6 to 0x0b5</c>; <c>0x0a6</c> for a single byte; <c>nothing at 0x0a6</c> for none.</summary>
    public override string ToString() => Length switch
    {
        0 => $"nothing at 0x{Offset:x3}",
        1 => $"0x{Offset:x3}",
        _ => $"0x{Offset:x3} to 0x{End - 1:x3}",
    };
}
