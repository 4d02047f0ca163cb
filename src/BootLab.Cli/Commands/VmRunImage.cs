using System.CommandLine;
using System.Globalization;
using BootLab.Labs.Files;
using BootLab.Report;
using BootLab.Report.Accounts;
using BootLab.Report.Terminal;
using BootLab.Vm.Judging;
using BootLab.Vm.Layout;
using BootLab.Vm.Qemu;
using BootLab.Vm.Systems;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab vm run --image</c>: a system on a disk of one's own, booted with the lab's table and watched from outside.</summary>
internal sealed class VmRunImage
{
    /// <summary>The file that <c>bootlab report</c> reads.</summary>
    public const string ObservationFile = "observation.json";

    private const string CaptureFile = "guest.pcapng";
    private const string ConsoleFile = "guest-console.txt";
    private const string ScreenFile = "guest-screen";
    private const string TableFile = "table.bin";

    private readonly Option<string?> _image = new("--image") { Description = "A disk image of your own, with a system that boots from iSCSI: real iPXE boots it, it is given the lab's table, and what shows of it is recorded. It is only read: what the guest writes is thrown away." };
    private readonly Option<string?> _medium = new("--cdrom") { Description = "With --image: the image of a CD or DVD, such as that of an installation, which is booted while the disk has no boot sector." };
    private readonly Option<int> _minutes = new("--minutes") { Description = "With --image: how long the system is watched.", DefaultValueFactory = _ => 30 };
    private readonly Option<int> _restarts = new("--restarts") { Description = "With --image: restarts after which it is given up.", DefaultValueFactory = _ => 3 };
    private readonly Option<string?> _handOver = new("--hand-over") { Description = "With --image: how the system gets the table, in place of iPXE's in low memory, or among QEMU's ACPI tables. Left out: lowmem on a BIOS, acpi on UEFI." };
    private readonly Option<string?> _table = new("--table") { Description = "With --image: the file of a table that is given instead of the lab's." };
    private readonly Option<string?> _at = new("--at") { Description = "With --image: the address of the table in low memory, such as 0x80000; where iPXE has its own when left out." };
    private readonly Option<int?> _memory = new("--memory") { Description = "With --image: the machine's memory in MiB; the lab's when left out." };
    private readonly Option<string?> _screen = new("--vnc") { Description = "With --image: shows the screen by VNC at this address and display, such as 127.0.0.1:1." };

    public VmRunImage()
    {
        _handOver.AcceptOnlyFromAmong(Observation.LowMemory, Observation.Acpi);
        Bound(_minutes, 1, 1440);
        Bound(_restarts, 0, 100);
        Bound(_memory, QemuArguments.SmallestMemoryMiB, 1 << 20);
        _at.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !TryReadAddress(token.Value, out _)))
            {
                result.AddError($"--at: found '{token.Value}', expected a hexadecimal address below 640 KiB that is a multiple of 16, such as 0x80000");
            }
        });
    }

    /// <summary>The image; null when none is given.</summary>
    public Option<string?> Image => _image;

    public IEnumerable<Option> All => [_image, .. Others];

    private IEnumerable<Option> Others => [_medium, _minutes, _restarts, _handOver, _table, _at, _memory, _screen];

    /// <summary>Options of this kind are refused without an image, and those of the other kind with one.</summary>
    public void AddTo(Command command, params IEnumerable<Option> withoutImage)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            var hasImage = result.GetResult(_image) is not null;
            foreach (var stray in (hasImage ? withoutImage : Others).Where(option => result.GetResult(option) is { Implicit: false }))
            {
                result.AddError(hasImage ? $"{stray.Name}: found beside --image, expected one of them; leave {stray.Name} out" : $"{stray.Name}: found without --image, expected the disk that it is about; add --image IMAGE");
            }

            if (hasImage && result.GetValue(_at) is not null && result.GetValue(_handOver) == Observation.Acpi)
            {
                result.AddError("--at: found with --hand-over acpi, expected lowmem: among the ACPI tables the firmware chooses the address");
            }
        });
    }

    /// <summary>What was asked for.</summary>
    public SystemBootOptions Read(ParseResult result, string? producer, bool usesKvm) => new()
    {
        Image = result.GetRequiredValue(_image)!,
        Medium = result.GetValue(_medium) is not { } medium ? null
            : File.Exists(medium) ? medium : throw CommandFailure.Fatal($"{medium}: found no such file, expected the image of a CD or DVD"),
        Producer = producer,
        Table = result.GetValue(_table) is { } table ? (ReadOnlyMemory<byte>?)(File.Exists(table) ? File.ReadAllBytes(table) : throw CommandFailure.Fatal($"{table}: found no such file, expected the bytes of a table")) : null,
        HandOver = result.GetValue(_handOver) switch { Observation.Acpi => TableDelivery.Acpi, Observation.LowMemory => TableDelivery.LowMemory, _ => null },
        Address = TryReadAddress(result.GetValue(_at), out var address) ? address : null,
        Limit = TimeSpan.FromMinutes(result.GetValue(_minutes)),
        Restarts = result.GetValue(_restarts),
        MemoryMiB = result.GetValue(_memory),
        UsesKvm = usesKvm,
        Screen = result.GetValue(_screen),
    };

    /// <summary>Boots, watches, and writes down what was seen.</summary>
    public static int Run(CommandIo io, LabFile lab, SystemBootOptions options, string folder, string format, CancellationToken stop)
    {
        if (File.Exists(folder))
        {
            throw CommandFailure.Fatal($"{folder}: found a file, expected a folder for what is seen");
        }

        Directory.CreateDirectory(folder);
        var capture = Path.Combine(folder, CaptureFile);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var watched = Watch(lab, options with { Progress = Say }, capture, stop);
        var files = Write(watched, folder).Append(capture).ToList();
        if (format == Formats.Json)
        {
            io.Output.Write(ObservationJson.Document(watched.Seen));
        }
        else
        {
            WriteText(io, watched.Seen, files);
        }

        return ExitCode.Fine;

        void Say(string text)
        {
            if (io.IsErrorTerminal)
            {
                io.Error.WriteLine(FormattableString.Invariant($"{clock.Elapsed.TotalSeconds,7:0.0} s  {Printable.Text(text)}"));
            }
        }
    }

    private static WatchedSystem Watch(LabFile lab, SystemBootOptions options, string capture, CancellationToken stop)
    {
        var temporary = $"{capture}.{Environment.ProcessId}.new";
        try
        {
            WatchedSystem watched;
            using (var frames = FreshFile.Create(temporary, ownerOnly: true))
            {
                watched = SystemBoot.RunAsync(lab, options, frames, stop).GetAwaiter().GetResult();
            }

            File.Move(temporary, capture, overwrite: true);
            return watched;
        }
        catch (PciLayoutException impossible)
        {
            throw CommandFailure.Fatal($"{lab.Name}: {impossible.Message}");
        }
        catch (OperationCanceledException)
        {
            throw CommandFailure.Fatal($"{lab.Name}: interrupted before the system was started");
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static List<string> Write(WatchedSystem watched, string folder)
    {
        foreach (var old in Directory.EnumerateFiles(folder, $"{ScreenFile}*"))
        {
            File.Delete(old);
        }

        var files = new List<string>();
        Add(ObservationFile, System.Text.Encoding.UTF8.GetBytes(ObservationJson.Document(watched.Seen)));
        Add(TableFile, watched.Seen.Table);
        Add(ConsoleFile, System.Text.Encoding.UTF8.GetBytes(string.Concat(watched.Console.Select(line => line + "\n"))));
        foreach (var (number, picture) in watched.BeforeRestarts.Index())
        {
            AddPicture($"{ScreenFile}-before-restart-{number + 1}", picture);
        }

        AddPicture(ScreenFile, watched.Screen);
        return files;

        void AddPicture(string name, Screenshot? picture)
        {
            if (picture is not null)
            {
                Add(name + picture.Extension, picture.Content);
            }
        }

        void Add(string name, byte[] content)
        {
            FreshFile.Write(Path.Combine(folder, name), content, ownerOnly: true);
            files.Add(Path.Combine(folder, name));
        }
    }

    private static void WriteText(CommandIo io, Observation seen, IEnumerable<string> files)
    {
        var place = seen.HandOver == Observation.Acpi ? "among QEMU's ACPI tables" : "in low memory";
        io.Output.WriteLine($"{seen.Lab}, table of {seen.TableOf}, {place}: {io.OutputScreen.Paint(AccountWords.Headline(seen), Colour.Bold)}");
        foreach (var line in AccountWords.Lines(seen).Concat(seen.Notes.Select(note => $"  besides the lab: {note}")))
        {
            io.Output.WriteLine($"  {Printable.Text(line)}");
        }

        io.Output.WriteLine($"  {string.Join(", ", files)}");
        io.Output.WriteLine($"  to send it in, without names, addresses and secrets: bootlab report --run {Path.GetDirectoryName(files.First())}");
    }

    private static bool TryReadAddress(string? text, out uint address)
    {
        const uint endOfBaseMemory = 0xa0000;
        address = 0;
        return text is not null && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out address)
            && address is > 0x500 and < endOfBaseMemory && address % 16 == 0;
    }

    private static void Bound<T>(Option<T> option, int least, int most) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens.Where(token => !int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most))
        {
            result.AddError($"{option.Name}: found '{token.Value}', expected {least} to {most}");
        }
    });
}
