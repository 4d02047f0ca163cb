namespace BootLab.Ibft.Views;

/// <summary>A string descriptor as it stands in a structure.</summary>
/// <param name="FieldOffset">Where the descriptor itself stands in the table.</param>
/// <param name="Length">Bytes of the string, its NUL not counted.</param>
/// <param name="Offset">Where the string starts in the table; 0 when absent.</param>
public readonly record struct StringField(int FieldOffset, ushort Length, ushort Offset)
{
    /// <summary>Whether both numbers are 0, the form for "no such string".</summary>
    public bool IsAbsent => Length == 0 && Offset == 0;

    /// <summary>The byte after the string, where its NUL belongs.</summary>
    public int End => Offset + Length;
}
