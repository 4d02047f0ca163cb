using BootLab.Ibft.Fields;

namespace BootLab.Report.Tables;

/// <summary>Some bytes of a table and what they mean.</summary>
/// <param name="Offset">The first byte, counted from the start of the table.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Structure">The structure they belong to: <c>header</c>, <c>nic[0]</c>, <c>strings</c>; <c>unused</c> for bytes of no field.</param>
/// <param name="Field">The field, such as <c>ip_address</c>; for a string the path of the field that points to it.</param>
/// <param name="Meaning">The value in words, safe for a terminal; secrets masked.</param>
/// <param name="Doubtful">Whether the value is wrong on its face.</param>
public sealed record FieldRow(int Offset, int Length, string Structure, string Field, string Meaning, bool Doubtful = false)
{
    /// <summary>The field by its path; null for strings and for bytes of no field.</summary>
    public FieldPath? Path { get; init; }

    /// <summary>Who reads the field and how that is known, on one line; empty where nobody is known.</summary>
    public string ReadBy => Path is { } path ? FieldReaders.Text(path) : "";
}
