using BootLab.Labs.Files;

namespace BootLab.Labs.Tables;

/// <summary>The published JSON Schema (draft-07) of table files. It says what a schema can say; the reader checks more.</summary>
public static class TableSchema
{
    /// <summary>The schema as indented JSON with a newline at the end; the same text every time.</summary>
    public static string ToJson() => LabSchema.ToJson("BootLab table file", TableSection.Shape);
}
