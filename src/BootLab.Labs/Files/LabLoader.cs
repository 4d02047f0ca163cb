namespace BootLab.Labs.Files;

/// <summary>Reads lab files strictly: everything that is not understood is an error with its place.</summary>
public static class LabLoader
{
    /// <summary>Reads and checks a lab file; the files it names are looked for beside it.</summary>
    /// <param name="path">The file, or the folder that holds <c>lab.yaml</c>.</param>
    /// <exception cref="LabFileException">The file is missing or holds mistakes; all of them are listed.</exception>
    public static LabFile Load(string path) => throw new NotImplementedException(path);
}
