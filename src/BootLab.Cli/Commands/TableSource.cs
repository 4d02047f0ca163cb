using System.CommandLine;
using BootLab.Firmware.Sources;
using BootLab.Ibft;
using BootLab.Report;
using BootLab.Vm.Qemu;

namespace BootLab.Cli.Commands;

/// <summary>How every command that reads tables is given them: a file or folder of any kind, standard input, a running QEMU, or Windows.</summary>
/// <param name="kindOption">The option that says what the source is.</param>
/// <param name="numberOption">The option that picks one of several tables.</param>
internal sealed class TableSource(string kindOption = "--as", string numberOption = "--table")
{
    /// <summary>What the argument of every such command says.</summary>
    public const string Description = "Where the table is: a file, folder or archive of any kind (docs/sources.md); - for standard input; qmp:SOCKET for a running QEMU; windows: for the Windows this runs on.";

    private const string StandardInput = "-";
    private const string QmpPrefix = "qmp:";
    private const string WindowsName = "windows:";

    private readonly Option<string?> _kind = new(kindOption) { Description = $"What the source is, instead of what it looks like: {string.Join(", ", s_kinds)}." };
    private readonly Option<string?> _at = new("--at") { Description = "The table at this byte of the source, or at this address of its memory, such as 0x9e620." };
    private readonly Option<int?> _number = new(numberOption) { Description = "Of several tables in the source this one, counted from 1." };

    private static readonly string[] s_kinds = [.. Enum.GetNames<SourceKind>().Select(name => name.ToLowerInvariant())];

    /// <summary>Adds the options by which a source is read and a table is picked.</summary>
    public void AddTo(Command command)
    {
        _kind.AcceptOnlyFromAmong(s_kinds);
        command.Add(_kind);
        command.Add(_at);
        command.Add(_number);
    }

    /// <summary>Whether the command line says how to read a source, or picks a table of it.</summary>
    public bool IsGiven(ParseResult result) => (result.GetValue(_kind) ?? result.GetValue(_at)) is not null || result.GetValue(_number) is not null;

    /// <summary>Everything in a source.</summary>
    /// <exception cref="CommandFailure">No table can be taken from it.</exception>
    public Task<SourceContent> ReadAsync(CommandIo io, string source, ParseResult result, CancellationToken stop, bool scans = false, bool anyAlignment = false) => ReadAsync(
        io,
        source,
        new SourceOptions
        {
            Kind = result.GetValue(_kind) is { } kind ? Enum.Parse<SourceKind>(kind, ignoreCase: true) : null,
            At = (ulong?)AddressText.Read("--at", result.GetValue(_at), long.MaxValue),
            ScansRaw = scans,
            AnyAlignment = anyAlignment,
        },
        stop);

    /// <summary>The one table that is meant: the only one, the one picked, or the one that Linux would take. The others, and what was lost on the way, are told on standard error.</summary>
    /// <exception cref="CommandFailure">There is none, or not the one picked.</exception>
    public async Task<(FoundTable Table, SourceContent Content)> ReadOneAsync(CommandIo io, string source, ParseResult result, CancellationToken stop)
    {
        var content = await ReadAsync(io, source, result, stop);
        var table = Pick(source, content, result);
        SourceListing.Tell(io, source, content, table);
        return (table, content);
    }

    /// <summary>Ends the command where nothing says that there is a table: neither a signature nor a control structure. A source that is said to be raw is taken as it is.</summary>
    public void CheckIsTable(string source, FoundTable table, ParseResult result)
    {
        var bytes = table.Bytes.Span;
        var hasControl = bytes.Length > IbftOffsets.Header.Size && bytes[IbftOffsets.Header.Size] == (byte)StructureId.Control;
        if (table is { IsPlausible: false, Address: null } && !hasControl && result.GetValue(_kind) is null)
        {
            throw CommandFailure.Fatal($"{source}: no table: found neither a signature nor a control structure; 'bootlab ibft scan' finds tables in memory images, {_kind.Name} raw takes any bytes for a table");
        }
    }

    private FoundTable Pick(string source, SourceContent content, ParseResult result)
    {
        if (result.GetValue(_number) is { } picked)
        {
            return picked >= 1 && picked <= content.Tables.Count
                ? content.Tables[picked - 1]
                : throw CommandFailure.Usage($"{_number.Name}: found {picked}, expected 1 to {content.Tables.Count}, as 'bootlab ibft scan {source}' lists them");
        }

        return content.Preferred ?? throw CommandFailure.Fatal($"{source}: no table in this memory; 'bootlab ibft scan --any-alignment {source}' looks at every address");
    }

    private static async Task<SourceContent> ReadAsync(CommandIo io, string source, SourceOptions options, CancellationToken stop)
    {
        try
        {
            return source.StartsWith(QmpPrefix, StringComparison.Ordinal) || options.Kind == SourceKind.Qmp
                ? await ReadQemuAsync(source.StartsWith(QmpPrefix, StringComparison.Ordinal) ? source[QmpPrefix.Length..] : source, options, stop)
                : source == WindowsName || options.Kind == SourceKind.Windows ? WindowsTables.Read()
                : source == StandardInput ? TableSources.Read(io.Input, options)
                : TableSources.ReadFile(source, options);
        }
        catch (SourceFormatException wrong)
        {
            throw CommandFailure.Fatal($"{source}: {Printable.Text(wrong.Message)}");
        }
    }

    private static async Task<SourceContent> ReadQemuAsync(string socket, SourceOptions options, CancellationToken stop)
    {
        if (!File.Exists(socket))
        {
            throw CommandFailure.Fatal($"{socket}: found no such socket, expected the socket of a QEMU started with -qmp unix:{socket},server=on,wait=off");
        }

        using var folder = new RunFolder();
        var image = folder.PathTo("memory.bin");
        await GuestMemory.SaveAsync(socket, image, stop);
        return TableSources.ReadFile(image, options with { Kind = SourceKind.Memory }) with { Kind = SourceKind.Qmp };
    }
}
