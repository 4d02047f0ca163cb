namespace BootLab.Iscsi.Wire;

/// <summary>One <c>key=value</c> pair of a login or of text.</summary>
/// <param name="Key">The key, without the equals sign.</param>
/// <param name="Value">The value; may be empty.</param>
public readonly record struct TextKey(string Key, string Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}={Value}";
}
