using System.CommandLine;
using BootLab.Ibft;
using BootLab.Labs.Predicting;
using BootLab.Labs.Running;
using BootLab.Os;
using BootLab.Report.Consumers;
using BootLab.Report.Json;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab ibft view</c>: a table as operating systems and their tools see it.</summary>
internal static class IbftViewCommand
{
    private const string Everybody = "all";

    public static Command Make(CommandIo io)
    {
        var file = new Argument<string?>("SOURCE") { Description = $"{TableSource.Description} Left out for the table that the boot of --lab leaves.", Arity = ArgumentArity.ZeroOrOne };
        var reader = new TableSource();
        var os = new Option<string>("--os") { Description = $"Who looks: {Everybody}, {string.Join(", ", ConsumerRegistry.All.Select(consumer => consumer.Id))}.", DefaultValueFactory = _ => Everybody };
        var lab = new Option<string?>("--lab") { Description = "The machine of this lab; without SOURCE the memory, too, that its boot leaves." };
        var memory = new SourceMemory();
        var format = Formats.Option(Formats.Text, Formats.Json);
        var secrets = new Option<bool>("--secrets") { Description = "Show CHAP secrets." };
        var command = new Command("view", "Shows what operating systems and their tools make of a table.") { file, os, lab, format, secrets };
        memory.AddTo(command);
        reader.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var consumers = Consumers(result.GetValue(os)!);
            var run = result.GetValue(lab) is { } name ? Boot(name, stop) : null;
            if (result.GetValue(file) is not { } source)
            {
                return Run(io, consumers, OfLab(run, memory.IsGiven(result)), result.GetValue(format)!, result.GetValue(secrets));
            }

            var read = await reader.ReadOneAsync(io, source, result, stop);
            var input = new ConsumerInput(memory.Of(source, read, run?.Machine.Firmware, result)) { Machine = run?.Machine };
            return Run(io, consumers, (input, read.Table.Bytes.ToArray()), result.GetValue(format)!, result.GetValue(secrets));
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

    private static (ConsumerInput Memory, byte[] Table) OfLab(BootRun? run, bool isPlaced)
    {
        if (run is null)
        {
            throw CommandFailure.Usage("found neither SOURCE nor --lab, expected one of them or both");
        }

        return isPlaced
            ? throw CommandFailure.Usage("found --firmware or --delivery without SOURCE, but the boot of a lab leaves its table where it does; leave it out or give SOURCE")
            : (new ConsumerInput(LabSituation.MemoryOf(run.Memory)) { Machine = run.Machine }, run.Table?.Bytes ?? []);
    }

    private static BootRun Boot(string lab, CancellationToken stop)
    {
        var loaded = LabSource.Load(lab);
        return LabSource.Run(loaded, LabRunner.Variants(loaded).First().Name, capture: false, live: null, stop).Outcomes[0].Run;
    }
}
