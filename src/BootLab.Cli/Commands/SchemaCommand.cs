using System.CommandLine;
using BootLab.Labs.Files;
using BootLab.Labs.Tables;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab schema</c>: the JSON Schemas of files that people write.</summary>
internal static class SchemaCommand
{
    public static Command Make(CommandIo io)
    {
        var name = new Argument<string>("NAME") { Description = "Which: lab or table.", DefaultValueFactory = _ => "lab" };
        name.AcceptOnlyFromAmong("lab", "table");
        var command = new Command("schema", "Prints the JSON Schema of lab files or of table files.") { name };
        command.SetAction(result =>
        {
            io.Output.Write(result.GetValue(name) == "table" ? TableSchema.ToJson() : LabSchema.ToJson());
            return ExitCode.Fine;
        });
        return command;
    }
}
