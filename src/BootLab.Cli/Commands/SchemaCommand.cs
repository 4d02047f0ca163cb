using System.CommandLine;
using BootLab.Labs.Files;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab schema</c>: the JSON Schemas of files that people write.</summary>
internal static class SchemaCommand
{
    public static Command Make(CommandIo io)
    {
        var name = new Argument<string>("NAME") { Description = "Which: lab.", DefaultValueFactory = _ => "lab" };
        name.AcceptOnlyFromAmong("lab");
        var command = new Command("schema", "Prints the JSON Schema of lab files.") { name };
        command.SetAction(_ =>
        {
            io.Output.Write(LabSchema.ToJson());
            return ExitCode.Fine;
        });
        return command;
    }
}
