using System.CommandLine;
using BootLab.Firmware.Sources;
using BootLab.Ibft;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Report.Consumers;
using BootLab.Report.Json;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab ibft view</c>: a table as operating systems and their tools see it.</summary>
internal static class IbftViewCommand
{
    private const string Everybody = "all";
    private const string Bios = "bios";
    private const string Uefi = "uefi";
    private const string Low = "low";
    private const string Acpi = "acpi";

    public static Command Make(CommandIo io)
    {
        var file = new Argument<string?>("SOURCE") { Description = $"{TableSource.Description} Left out for the table that the boot of --lab leaves.", Arity = ArgumentArity.ZeroOrOne };
        var reader = new TableSource();
        var os = new Option<string>("--os") { Description = $"Who looks: {Everybody}, {string.Join(", ", ConsumerRegistry.All.Select(consumer => consumer.Id))}.", DefaultValueFactory = _ => Everybody };
        var lab = new Option<string?>("--lab") { Description = "The machine of this lab; without SOURCE the memory, too, that its boot leaves." };
        var firmware = new Option<string?>("--firmware") { Description = "The firmware of the machine that SOURCE is put on: bios (also when left out) or uefi." };
        firmware.AcceptOnlyFromAmong(Bios, Uefi);
        var delivery = new Option<string?>("--delivery") { Description = "Where SOURCE is put: low (memory; the default on a BIOS) or acpi." };
        delivery.AcceptOnlyFromAmong(Low, Acpi);
        var format = Formats.Option(Formats.Text, Formats.Json);
        var secrets = new Option<bool>("--secrets") { Description = "Show CHAP secrets." };
        var command = new Command("view", "Shows what operating systems and their tools make of a table.") { file, os, lab, firmware, delivery, format, secrets };
        reader.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var consumers = Consumers(result.GetValue(os)!);
            var run = result.GetValue(lab) is { } name ? Boot(name, stop) : null;
            var place = new Place(result.GetValue(firmware), result.GetValue(delivery));
            var input = result.GetValue(file) is { } source ? OfSource(source, await reader.ReadOneAsync(io, source, result, stop), place, run) : OfLab(run, place);
            return Run(io, consumers, input, result.GetValue(format)!, result.GetValue(secrets));
        });
        return command;
    }

    private static IReadOnlyList<ITableConsumer> Consumers(string id) => id == Everybody ? ConsumerRegistry.All
        : ConsumerRegistry.TryFind(id, out var consumer, out var error) ? [consumer]
        : throw CommandFailure.Usage($"--os: {error}");

    private static int Run(CommandIo io, IReadOnlyList<ITableConsumer> consumers, (ConsumerInput Memory, byte[] Table) input, string format, bool showSecrets)
    {
        var views = consumers.Select(consumer => (consumer, View: consumer.View(input.Memory))).ToList();
        if (format == Formats.Json)
        {
            io.Output.Write(JsonOutput.Document(ConsumerJson.Schema, json => ConsumerJson.Write(json, views, showSecrets)));
        }
        else if (views is [var (consumer, view)])
        {
            ConsumerText.Write(io.Output, io.OutputScreen, consumer, view, showSecrets);
        }
        else
        {
            ConsumerMatrix.Write(io.Output, io.OutputScreen, new ViewedTable(IbftReader.ReadLenient(input.Table).Table, input.Memory.Machine), views);
        }

        return ExitCode.Fine;
    }

    private static (ConsumerInput Memory, byte[] Table) OfLab(BootRun? run, Place place)
    {
        if (run is null)
        {
            throw CommandFailure.Usage("found neither SOURCE nor --lab, expected one of them or both");
        }

        return place.IsGiven
            ? throw CommandFailure.Usage("found --firmware or --delivery without SOURCE, but the boot of a lab leaves its table where it does; leave it out or give SOURCE")
            : (new ConsumerInput(Memory(run.Memory)) { Machine = run.Machine }, run.Table?.Bytes ?? []);
    }

    private static (ConsumerInput Memory, byte[] Table) OfSource(string source, (FoundTable Table, SourceContent Content) read, Place place, BootRun? run)
    {
        // What somebody picks among several is looked at by itself; what would be taken anyway, in its own memory.
        var table = read.Table.Bytes.ToArray();
        var memory = read.Content.Memory is { } whole && read.Table == read.Content.Preferred && !place.IsGiven
            ? new BootMemory(whole.IsUefi ? FirmwareKind.Uefi : FirmwareKind.Bios, whole.Bytes) { Rsdp = whole.Rsdp }
            : Put(source, table, place, run?.Machine.Firmware ?? FirmwareKind.Bios);
        return (new ConsumerInput(memory) { Machine = run?.Machine }, table);
    }

    private static BootMemory Put(string source, byte[] table, Place place, FirmwareKind usual)
    {
        var firmware = place.Firmware switch
        {
            Bios => FirmwareKind.Bios,
            Uefi => FirmwareKind.Uefi,
            _ => usual,
        };
        try
        {
            return (place.Delivery ?? (firmware == FirmwareKind.Bios ? Low : Acpi)) == Acpi
                ? PlacedTable.ByAcpi(table, firmware)
                : PlacedTable.InLowMemory(table) with { Firmware = firmware };
        }
        catch (ArgumentException impossible)
        {
            throw CommandFailure.Fatal($"{source}: {impossible.Message.Split(" (Parameter")[0]}");
        }
    }

    private static BootRun Boot(string lab, CancellationToken stop)
    {
        var loaded = LabSource.Load(lab);
        return LabSource.Run(loaded, LabRunner.Variants(loaded).First().Name, capture: false, live: null, stop).Outcomes[0].Run;
    }

    private static BootMemory Memory(Rom.MachineMemory memory) => memory.Low is { } low
        ? new BootMemory(FirmwareKind.Bios, low.Bytes)
        : new BootMemory(FirmwareKind.Uefi, memory.Acpi!.Bytes) { Rsdp = memory.Acpi.RsdpAddress };

    /// <summary>Where a table is put that comes without memory.</summary>
    private sealed record Place(string? Firmware, string? Delivery)
    {
        public bool IsGiven => (Firmware ?? Delivery) is not null;
    }
}
