using BootLab.Firmware.Bios;
using BootLab.Labs.Files;
using BootLab.Labs.Predicting;

namespace BootLab.Labs.Running;

/// <summary>Writes what a run leaves into a folder.</summary>
public static class RunArtefacts
{
    /// <summary>The table, exactly as it stands in memory.</summary>
    public const string TableFile = "ibft.bin";

    /// <summary>The first MiB of a BIOS machine; offset 0 is address 0.</summary>
    public const string LowMemoryFile = "lowmem.bin";

    /// <summary>The ACPI region of a UEFI machine, from its first page to the RSDP.</summary>
    public const string AcpiFile = "acpi.bin";

    /// <summary>Every frame of the machine's NICs.</summary>
    public const string CaptureFile = "boot.pcapng";

    /// <summary>One JSON object for each event.</summary>
    public const string EventsFile = "events.jsonl";

    /// <summary>What stood on the console.</summary>
    public const string ConsoleFile = "console.txt";

    /// <summary>What Windows would remember of an installation that was played. It stays when a later run leaves its files beside it, which may be judged by it.</summary>
    public const string InstalledFile = "installed.yaml";

    /// <summary>What programs printed that served beside the run.</summary>
    public const string PeerFiles = "peer-*.txt";

    private static readonly string[] s_all = [TableFile, LowMemoryFile, AcpiFile, CaptureFile, EventsFile, ConsoleFile];

    /// <summary>
    /// Writes the files and says which. Each is the old one or the whole new one at any time; files of an earlier run that this one does not have are removed.
    /// Table, memory and capture are created for their owner alone; events and console are without secrets, unless they are asked for.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">Where to; it is made when it is not there.</param>
    /// <param name="showSecrets">Whether events and console hold CHAP secrets in plain text.</param>
    /// <param name="beside">Files that programs beside the run have left in the folder; null for none.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static IReadOnlyList<RunArtefact> Write(BootRun run, string folder, bool showSecrets = false, IReadOnlyList<RunArtefact>? beside = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        Directory.CreateDirectory(folder);
        var mask = SecretMask.Of(run, showSecrets);
        var written = new List<RunArtefact>();
        if (run.Table is { } table)
        {
            Add(TableFile, $"the table, {table.Bytes.Length} bytes from 0x{table.Address:x}", ownerOnly: true, file => file.Write(table.Bytes));
        }

        if (run.Memory.Low is { } low)
        {
            Add(LowMemoryFile, "the first MiB of memory", ownerOnly: true, file => low.Bytes.CopyTo(file, 0, LowMemory.Size));
        }

        if (run.Memory.Acpi is { } acpi)
        {
            var region = acpi.AcpiRegion;
            Add(AcpiFile, $"the ACPI tables, {region.End - region.Start} bytes from 0x{region.Start:x}", ownerOnly: true, file => acpi.Bytes.CopyTo(file, region.Start, region.End - region.Start));
        }

        if (run.Capture is { } capture)
        {
            Add(CaptureFile, "every frame of the machine's NICs", ownerOnly: true, file => file.Write(capture));
        }

        Add(EventsFile, "events, one JSON object a line", showSecrets, file => EventLines.Write(file, run.Journal.Events, mask));
        Add(ConsoleFile, "what stood on the console", showSecrets, file => file.Write(System.Text.Encoding.UTF8.GetBytes(mask.Apply(run.Journal.Console))));
        if (run.Installed is { } installed)
        {
            var text = InstallRecordText.Of(installed, Installation.Notes(run));
            Add(InstalledFile, "what Windows would remember of this machine", ownerOnly: true, file => file.Write(System.Text.Encoding.UTF8.GetBytes(text)));
        }

        written.AddRange(beside ?? []);
        foreach (var name in s_all.Concat(Directory.EnumerateFiles(folder, PeerFiles).Select(Path.GetFileName)).Where(name => written.TrueForAll(artefact => Path.GetFileName(artefact.Path) != name)))
        {
            File.Delete(Path.Combine(folder, name!));
        }

        return written;

        void Add(string name, string content, bool ownerOnly, Action<Stream> write)
        {
            var path = Path.Combine(folder, name);
            Replace(path, ownerOnly, write);
            written.Add(new RunArtefact(path, content, ownerOnly));
        }
    }

    private static void Replace(string path, bool ownerOnly, Action<Stream> write)
    {
        var temporary = $"{path}.{Guid.NewGuid():n}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (ownerOnly && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(temporary, options))
            {
                write(file);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
