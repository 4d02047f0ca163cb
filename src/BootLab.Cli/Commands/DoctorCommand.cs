using System.CommandLine;
using System.Runtime.InteropServices;
using BootLab.Net.Live;
using BootLab.Report.Json;
using BootLab.Report.Terminal;
using BootLab.Vm;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab doctor</c>: what this host has.</summary>
internal static class DoctorCommand
{
    public static Command Make(CommandIo io)
    {
        var format = Formats.Option(Formats.Text, Formats.Json);
        var command = new Command("doctor", "Says what this host has and lacks; exit code 4 when the tests lack something.") { format };
        command.SetAction(result => Run(io, result.GetValue(format)!));
        return command;
    }

    private static int Run(CommandIo io, string format)
    {
        var found = HostTools.All.Select(tool => (Tool: tool, Path: HostProgram.Find(tool.Program, io.Environment("PATH")))).ToList();
        LiveWay[] live =
        [
            new("namespace", "--live NETWORK", "a network namespace of the run's own, with real servers as its programs", NetworkNamespace.Obstacle() ?? TapLink.Obstacle()),
            new("interface", "--live NETWORK=INTERFACE", "an interface of this host, with the real servers behind it", PcapLink.Obstacle()),
        ];
        if (format == Formats.Json)
        {
            WriteJson(io.Output, found, live);
        }
        else
        {
            WriteText(io, found, live);
        }

        return found.Any(entry => entry.Tool.IsNeeded && entry.Path is null) ? ExitCode.HostLacks : ExitCode.Fine;
    }

    private static void WriteText(CommandIo io, List<(HostTool Tool, string? Path)> found, LiveWay[] live)
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

        text.Write(io.Output, io.OutputScreen);
        io.Error.WriteLine("An emulated boot needs none of these programs.");
    }

    private static void WriteJson(TextWriter output, List<(HostTool Tool, string? Path)> found, LiveWay[] live) => output.Write(JsonOutput.Document("bootlab/doctor/1", json =>
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
    }));

    /// <summary>A way to run a lab on a real network, and what stands in it; null when nothing does.</summary>
    private sealed record LiveWay(string Name, string Option, string Purpose, string? Obstacle);
}
