using BootLab.Labs.Files.Sections;
using BootLab.Machine;

namespace BootLab.Labs.Files;

/// <summary>Install records as files of their own.</summary>
public static class InstallRecordFile
{
    /// <summary>Reads a record; the table it names is looked for beside it.</summary>
    /// <exception cref="LabFileException">The file is missing or holds mistakes.</exception>
    public static InstallRecord Load(string path) => StrictFile.Load(path, InstallSection.Record, "an install record");
}
