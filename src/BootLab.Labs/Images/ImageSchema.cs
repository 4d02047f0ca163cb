using BootLab.Labs.Files;

namespace BootLab.Labs.Images;

/// <summary>The published JSON Schema (draft-07) of descriptions of images, in which a kind may have said everything.</summary>
public static class ImageSchema
{
    /// <summary>The schema as indented JSON with a newline at the end; the same text every time.</summary>
    public static string ToJson() => LabSchema.ToJson("BootLab image description", ImageSection.Shape, partial: true);
}
