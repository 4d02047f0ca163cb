namespace BootLab.Ibft;

/// <summary>Something wrong with the form of a table.</summary>
/// <param name="Kind">What.</param>
/// <param name="Offset">The first byte of the field or area, counted from the start of the table.</param>
/// <param name="Length">How many bytes it covers.</param>
/// <param name="Message">One line: what was found, what was expected.</param>
public sealed record IbftAnomaly(AnomalyKind Kind, int Offset, int Length, string Message)
{
    /// <summary>Whether something that the table announces cannot be read because of it; such a table is refused by <see cref="IbftReader.Read"/>.</summary>
    public bool IsUnreadable => Kind is AnomalyKind.TooShort or AnomalyKind.Signature or AnomalyKind.TableLength or AnomalyKind.Truncated
        or AnomalyKind.ControlId or AnomalyKind.ControlOutOfBounds or AnomalyKind.OffsetIntoControl or AnomalyKind.OffsetOutOfBounds
        or AnomalyKind.StructureOutOfBounds or AnomalyKind.StringOutOfBounds;

    /// <summary><c>byte 0x0a0, 2 bytes: message</c>.</summary>
    public override string ToString() => $"byte 0x{Offset:x3}, {Length} byte{(Length == 1 ? "" : "s")}: {Message}";
}
