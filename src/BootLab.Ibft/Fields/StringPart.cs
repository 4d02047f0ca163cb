namespace BootLab.Ibft.Fields;

/// <summary>Which part of a string field is meant.</summary>
public enum StringPart
{
    /// <summary>The field itself; of a string field its descriptor.</summary>
    Whole,

    /// <summary>The length in the descriptor.</summary>
    Length,

    /// <summary>The offset in the descriptor.</summary>
    Offset,

    /// <summary>The bytes that the descriptor points to.</summary>
    Text,

    /// <summary>The byte after the text, where a NUL belongs.</summary>
    Terminator,
}
