using System.CommandLine;
using System.Runtime.InteropServices;
using BootLab.Net.Live;
using BootLab.Report.Json;
using BootLab.Report.Terminal;
using BootLab.Vm;
using BootLab.Vm.Judging;
using BootLab.Vm.Pieces;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab doctor</c>: what this host has.</summary>
internal static class DoctorCommand
{
    public static Command Make(CommandIo io)
    {
        var format = Formats.Option(Formats.Text, Formats.Json);
        var command = new Command("doctor", "Says what this host has and lacks; exit code 4 when the tests lack something.") { format };
        command.SetAction((result, stop) => RunAsync(io, result.GetValue(format)!, stop));
        return command;
    }

    private static async Task<int> RunAsync(CommandIo io, string format, CancellationToken stop)
    {
        var found = HostTools.All.Select(tool => (Tool: tool, Path: HostProgram.Find(tool.Program, io.Environment("PATH")))).ToList();
        LiveWay[] live =
        [
            new("namespace", "--live NETWORK", "a network namespace of the run's own, with real servers as its programs", NetworkNamespace.Obstacle() ?? TapLink.Obstacle()),
            new("interface", "--live NETWORK=INTERFACE", "an interface of this host, with the real servers behind it", PcapLink.Obstacle()),
        ];
        var kvm = await TryKvmAsync(stop);
        if (format == Formats.Json)
        {
            WriteJson(io.Output, found, live, kvm);
        }
        else
        {
            WriteText(io, found, live, kvm);
        }

        return found.Any(entry => entry.Tool.IsNeeded && entry.Path is null) ? ExitCode.HostLacks : ExitCode.Fine;
    }

    private static void WriteText(CommandIo io, List<(HostTool Tool, string? Path)> found, LiveWay[] live, KvmTrial? kvm)
    {
        var text = new TextTable(null, null, null);
        text.Add(".NET", new Cell(RuntimeInformation.FrameworkDescription, Colour.Green), "runs BootLab");
        foreach (var (tool, path) in found)
        {
            text.Add(
                tool.Program,
                path is null ? new Cell($"missing: apt-get install {tool.Package}", tool.IsNeeded ? Colour.Red : Colour.Yellow) : new Cell(path, Colour.Green),
                $"{tool.Purpose}{(tool.IsNeeded ? " (tests need it)" : "")}");
        }

        foreach (var way in live)
        {
            text.Add(way.Option, way.Obstacle is null ? new Cell("possible", Colour.Green) : new Cell("not possible", Colour.Yellow), way.Obstacle ?? way.Purpose);
        }

        text.Add(
            "--accel kvm",
            kvm is null ? new Cell("not tried", Colour.Yellow) : new Cell(kvm.IsFaster ? "works" : kvm.Works ? "not faster" : "does not work", kvm.IsFaster ? Colour.Green : Colour.Yellow),
            kvm?.Words ?? "bootlab vm prepare makes what the trial needs");
        text.Write(io.Output, io.OutputScreen);
        io.Error.WriteLine("An emulated boot needs none of these programs.");
    }

    private static void WriteJson(TextWriter output, List<(HostTool Tool, string? Path)> found, LiveWay[] live, KvmTrial? kvm) => output.Write(JsonOutput.Document("bootlab/doctor/1", json =>
    {
        json.WriteString("dotnet", RuntimeInformation.FrameworkDescription);
        json.WriteStartArray("tools");
        foreach (var (tool, path) in found)
        {
            json.WriteStartObject();
            json.WriteString("program", tool.Program);
            json.WriteString("path", path);
            json.WriteString("package", tool.Package);
            json.WriteString("purpose", tool.Purpose);
            json.WriteBoolean("needed_by_tests", tool.IsNeeded);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("live");
        foreach (var way in live)
        {
            json.WriteStartObject();
            json.WriteString("way", way.Name);
            json.WriteString("obstacle", way.Obstacle);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (kvm is null)
        {
            json.WriteNull("kvm");
            return;
        }

        json.WriteStartObject("kvm");
        json.WriteBoolean("works", kvm.Works);
        json.WriteBoolean("is_faster", kvm.IsFaster);
        json.WriteString("seen", kvm.Words);
        json.WriteEndObject();
    }));

    /// <summary>What the trial of KVM said; null when this host has nothing to try it with.</summary>
    private static async Task<KvmTrial?> TryKvmAsync(CancellationToken stop)
    {
        try
        {
            return GuestPiecesCache.OfUser().Find() is { } pieces ? await KvmTrial.AskAsync(pieces, stop) : null;
        }
        catch (HostLacksException)
        {
            return null;
        }
    }

    /// <summary>A way to run a lab on a real network, and what stands in it; null when nothing does.</summary>
    private sealed record LiveWay(string Name, string Option, string Purpose, string? Obstacle);
}
