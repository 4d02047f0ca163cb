using System.CommandLine;
using BootLab.Firmware.Sources;
using BootLab.Machine;
using BootLab.Os;

namespace BootLab.Cli.Commands;

/// <summary>The memory that an operating system finds where a table comes from a source: the source's own, or one that the table is put into.</summary>
internal sealed class SourceMemory
{
    private const string Bios = "bios";
    private const string Uefi = "uefi";
    private const string Low = "low";
    private const string Acpi = "acpi";

    private readonly Option<string?> _firmware = new("--firmware") { Description = "The firmware of the machine that the table is put on: bios (also when left out, unless the machine is known) or uefi." };
    private readonly Option<string?> _delivery = new("--delivery") { Description = "Where the table is put: low (memory; the default on a BIOS) or acpi." };

    public void AddTo(Command command)
    {
        _firmware.AcceptOnlyFromAmong(Bios, Uefi);
        _delivery.AcceptOnlyFromAmong(Low, Acpi);
        command.Add(_firmware);
        command.Add(_delivery);
    }

    /// <summary>Whether the command line says where the table is put.</summary>
    public bool IsGiven(ParseResult result) => (result.GetValue(_firmware) ?? result.GetValue(_delivery)) is not null;

    /// <summary>The memory for a table that was read.</summary>
    /// <param name="source">Its name, for messages.</param>
    /// <param name="read">The table, and all that the source has.</param>
    /// <param name="usual">The firmware when none is given; null for a BIOS.</param>
    /// <param name="result">The command line.</param>
    public BootMemory Of(string source, (FoundTable Table, SourceContent Content) read, FirmwareKind? usual, ParseResult result)
    {
        // What somebody picks among several is looked at by itself; what would be taken anyway, in its own memory.
        if (read.Content.Memory is { } whole && read.Table == read.Content.Preferred && !IsGiven(result))
        {
            return new BootMemory(whole.IsUefi ? FirmwareKind.Uefi : FirmwareKind.Bios, whole.Bytes) { Rsdp = whole.Rsdp };
        }

        var firmware = result.GetValue(_firmware) switch
        {
            Bios => FirmwareKind.Bios,
            Uefi => FirmwareKind.Uefi,
            _ => usual ?? FirmwareKind.Bios,
        };
        try
        {
            return (result.GetValue(_delivery) ?? (firmware == FirmwareKind.Bios ? Low : Acpi)) == Acpi
                ? PlacedTable.ByAcpi(read.Table.Bytes.Span, firmware)
                : PlacedTable.InLowMemory(read.Table.Bytes.Span) with { Firmware = firmware };
        }
        catch (ArgumentException impossible)
        {
            throw CommandFailure.Fatal($"{source}: {impossible.Message.Split(" (Parameter")[0]}");
        }
    }
}
