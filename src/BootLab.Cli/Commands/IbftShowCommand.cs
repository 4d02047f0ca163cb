using System.CommandLine;
using BootLab.Ibft;
using BootLab.Report.Json;
using BootLab.Report.Tables;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab ibft show</c>: a table with every byte explained.</summary>
internal static class IbftShowCommand
{
    public static Command Make(CommandIo io)
    {
        var file = new Argument<string>("FILE") { Description = "The table, or a memory image with --at; - for standard input." };
        var at = new Option<string?>("--at") { Description = "Where the table starts in the file, such as 0x9e620 (ibft scan finds it)." };
        var format = Formats.Option(Formats.Text, Formats.Json, Formats.Hex);
        var secrets = new Option<bool>("--secrets") { Description = "Show CHAP secrets." };
        var command = new Command("show", "Shows a table with every byte explained.") { file, at, format, secrets };
        command.SetAction(result => Run(io, result.GetRequiredValue(file), AddressText.Read("--at", result.GetValue(at), long.MaxValue) ?? 0, result.GetValue(format)!, result.GetValue(secrets)));
        return command;
    }

    private static int Run(CommandIo io, string file, long address, string format, bool showSecrets)
    {
        var bytes = Read(io, file, address);
        var reading = IbftReader.ReadLenient(bytes);
        var unusable = reading.Anomalies.FirstOrDefault(anomaly => anomaly.Kind is AnomalyKind.TooShort or AnomalyKind.Signature);
        if (reading.Table is not { } table || unusable is not null)
        {
            throw CommandFailure.Fatal($"{file}: no table at byte 0x{address:x}: {unusable?.Message}; 'bootlab ibft scan' finds tables in memory images");
        }

        var secrets = Secrets.Of(table, showSecrets);
        switch (format)
        {
            case Formats.Json:
                io.Output.Write(JsonOutput.Document(IbftJson.Schema, json => IbftJson.Write(json, bytes, reading, secrets)));
                break;
            case Formats.Hex:
                HexText.Dump(io.Output, bytes.AsSpan(0, table.Size), secrets);
                break;
            default:
                AnnotatedTable.Write(io.Output, io.OutputScreen, bytes, reading, secrets);
                break;
        }

        return ExitCode.Fine;
    }

    /// <summary>As many bytes from an address on as a table can have.</summary>
    private static byte[] Read(CommandIo io, string file, long address)
    {
        if (file == "-")
        {
            return ReadUpTo(io.Input, address);
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (stream.CanSeek)
        {
            stream.Position = Math.Min(address, stream.Length);
            address = 0;
        }

        return ReadUpTo(stream, address);
    }

    private static byte[] ReadUpTo(Stream stream, long skip)
    {
        var buffer = new byte[IbftOffsets.MaximumTableSize];
        while (skip > 0 && stream.Read(buffer, 0, (int)Math.Min(skip, buffer.Length)) is > 0 and var skipped)
        {
            skip -= skipped;
        }

        return skip > 0 ? [] : buffer[..stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
    }
}
