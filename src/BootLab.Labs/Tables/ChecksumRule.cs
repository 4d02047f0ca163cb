namespace BootLab.Labs.Tables;

/// <summary>What stands in the checksum byte.</summary>
/// <param name="Kind">How it is found.</param>
/// <param name="Value">The byte, when it is given.</param>
internal readonly record struct ChecksumRule(ChecksumKind Kind, byte Value = 0);

internal enum ChecksumKind
{
    /// <summary>The right one, after every change; what a change wrote over the byte itself stays.</summary>
    Auto,

    /// <summary>The one that was right before <c>corrupt</c>.</summary>
    Keep,

    /// <summary>A given one.</summary>
    Value,
}
