using BootLab.Labs.Files.Sections;
using BootLab.Labs.Vectors;

namespace BootLab.Labs.Files;

/// <summary>The published JSON Schemas (draft-07) of the small files beside labs and tables.</summary>
public static class SmallFileSchemas
{
    /// <summary>The schema of machine files.</summary>
    public static string Machine() => LabSchema.ToJson("BootLab machine file", SurroundingsSection.Shape);

    /// <summary>The schema of install records.</summary>
    public static string InstallRecord() => LabSchema.ToJson("BootLab install record", InstallSection.Record);

    /// <summary>The schema of <c>.bootlab.yaml</c>.</summary>
    public static string Settings() => LabSchema.ToJson("BootLab settings file", LintSection.File);

    /// <summary>The schema of accounts.</summary>
    public static string Account() => LabSchema.ToJson("BootLab account of a boot of Windows", AccountSection.Shape);

    /// <summary>The schema of rules' vectors.</summary>
    public static string Vector() => LabSchema.ToJson("BootLab rule vector", VectorSection.Shape);
}
