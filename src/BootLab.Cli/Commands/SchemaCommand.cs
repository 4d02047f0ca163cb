using System.CommandLine;
using BootLab.Labs.Files;
using BootLab.Labs.Images;
using BootLab.Labs.Tables;
using BootLab.Report.Images;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab schema</c>: the JSON Schemas of files that people write, or send in, and of what <c>image inspect --format json</c> prints.</summary>
internal static class SchemaCommand
{
    public static Command Make(CommandIo io)
    {
        var schemas = new Dictionary<string, Func<string>>
        {
            ["lab"] = LabSchema.ToJson,
            ["table"] = TableSchema.ToJson,
            ["image"] = ImageSchema.ToJson,
            ["machine"] = SmallFileSchemas.Machine,
            ["settings"] = SmallFileSchemas.Settings,
            ["install-record"] = SmallFileSchemas.InstallRecord,
            ["report"] = SmallFileSchemas.Account,
            ["vector"] = SmallFileSchemas.Vector,
            ["image-inspect"] = ImageJson.SchemaDocument,
        };
        var name = new Argument<string>("NAME") { Description = $"Which: {string.Join(", ", schemas.Keys)}.", DefaultValueFactory = _ => "lab" };
        name.AcceptOnlyFromAmong([.. schemas.Keys]);
        var command = new Command("schema", "Prints the JSON Schema of a kind of file: labs, tables, images, machine files, install records, reports, .bootlab.yaml, vectors of rules; image-inspect: of the JSON of that command.") { name };
        command.SetAction(result =>
        {
            io.Output.Write(schemas[result.GetValue(name)!]());
            return ExitCode.Fine;
        });
        return command;
    }
}
