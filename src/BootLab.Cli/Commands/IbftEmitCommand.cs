using System.CommandLine;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Vm.Emission;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab ibft emit</c>: a table in the form in which a machine or a person takes it.</summary>
internal static class IbftEmitCommand
{
    public static Command Make(CommandIo io)
    {
        var file = new Argument<string?>("SOURCE") { Description = $"{TableSource.Description} Left out with --lab.", Arity = ArgumentArity.ZeroOrOne };
        var reader = new TableSource("--from");
        var lab = new Option<string?>("--lab") { Description = "Take the table that the boot of this lab leaves." };
        var producer = new Option<string?>("--producer") { Description = "Of the lab's boot programs this one, or another one on the same machine." };
        var kind = new Option<string>("--as") { Description = $"The form: {string.Join("; ", EmissionKind.All.Select(kind => $"{kind.Name}, {kind.Purpose}"))}.", Required = true };
        kind.AcceptOnlyFromAmong([.. EmissionKind.All.Select(kind => kind.Name)]);
        var path = new Option<string?>("--out") { Description = "The file to write; each form that needs one has a name for it, and text goes to standard output when this is left out." };
        var address = new Option<string?>("--address") { Description = "For lowmem: where the table goes, such as 0x9a000." };
        var command = new Command("emit", "Writes a table in the form in which QEMU, Linux or a programmer takes it.") { file, lab, producer, kind, path, address };
        reader.AddTo(command);
        command.SetAction(async (result, stop) => Run(
            io,
            result.GetValue(lab) is { } name ? OfLab(name, result.GetValue(file), result.GetValue(producer), stop) : await OfSourceAsync(io, reader, result.GetValue(file), result.GetValue(producer), result, stop),
            EmissionKind.All.First(one => one.Name == result.GetRequiredValue(kind)),
            result.GetValue(path),
            (uint?)AddressText.Read("--address", result.GetValue(address), uint.MaxValue)));
        return command;
    }

    private static int Run(CommandIo io, (byte[] Bytes, MachineSpec? Machine) table, EmissionKind kind, string? path, uint? address)
    {
        if (address is not null && kind.Name != "lowmem")
        {
            throw CommandFailure.Usage($"--address: found it with --as {kind.Name}, expected it with --as lowmem only; leave it out");
        }

        var emitted = Emit(kind, new EmissionRequest(table.Bytes, path ?? kind.DefaultPath) { Address = address, Machine = table.Machine });
        foreach (var file in emitted.Files)
        {
            if (Path.GetDirectoryName(file.Name) is { Length: > 0 } folder)
            {
                Directory.CreateDirectory(folder);
            }

            FreshFile.Write(file.Name, file.Content, ownerOnly: true);
            io.Error.WriteLine($"bootlab: wrote {file.Name}, {file.Content.Length} bytes");
        }

        if (emitted is { Text: not null, Files.Count: 0 } && path is not null)
        {
            FreshFile.Write(path, emitted.Text);
        }
        else
        {
            io.Output.Write(emitted.Text);
        }

        foreach (var note in emitted.Notes)
        {
            io.Error.WriteLine(note);
        }

        return ExitCode.Fine;
    }

    private static Emitted Emit(EmissionKind kind, EmissionRequest request)
    {
        try
        {
            return kind.Emit(request);
        }
        catch (EmissionException impossible)
        {
            throw CommandFailure.Fatal(impossible.Message);
        }
    }

    private static async Task<(byte[] Bytes, MachineSpec? Machine)> OfSourceAsync(CommandIo io, TableSource reader, string? source, string? producer, ParseResult result, CancellationToken stop) =>
        producer is not null ? throw CommandFailure.Usage("--producer: found it without --lab, expected the lab whose boot is meant; add --lab LAB")
        : source is not null ? ((await reader.ReadOneAsync(io, source, result, stop)).Table.Bytes.ToArray(), null)
        : throw CommandFailure.Usage("found neither SOURCE nor --lab, expected one of them");

    private static (byte[] Bytes, MachineSpec? Machine) OfLab(string lab, string? source, string? producer, CancellationToken stop)
    {
        if (source is not null)
        {
            throw CommandFailure.Usage($"found the table '{source}' and --lab, expected one of them");
        }

        var loaded = LabSource.Load(lab);
        LabSource.CheckProducer(loaded, producer ??= LabRunner.Variants(loaded).First().Name);
        var run = LabSource.Run(loaded, producer, capture: false, live: null, stop).Outcomes[0].Run;
        return (run.Table?.Bytes ?? throw CommandFailure.Fatal($"{run.Name}: its boot leaves no table ({run.Outcome.Text})"), run.Machine);
    }
}
