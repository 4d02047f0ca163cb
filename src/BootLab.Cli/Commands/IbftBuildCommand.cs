using System.CommandLine;
using BootLab.Labs.Files;
using BootLab.Labs.Tables;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab ibft build</c>: a table from its description.</summary>
internal static class IbftBuildCommand
{
    public static Command Make(CommandIo io)
    {
        var spec = new Argument<string>("SPEC") { Description = "The table file (docs/table-file.md); - for standard input." };
        var path = new Option<string?>("--out", "-o") { Description = "The file to write; standard output when left out, unless that is a terminal." };
        var command = new Command("build", "Makes a table from a table file, valid or broken on purpose.") { spec, path };
        command.SetAction(result => Run(io, result.GetRequiredValue(spec), result.GetValue(path)));
        return command;
    }

    private static int Run(CommandIo io, string spec, string? path)
    {
        var table = Build(io, spec);
        if (path is not (null or FreshFile.StandardOutput))
        {
            FreshFile.Write(path, table, ownerOnly: true);
            io.Error.WriteLine($"bootlab: wrote {path}, {table.Length} bytes");
        }
        else
        {
            FreshFile.WriteOut(io, table);
        }

        return ExitCode.Fine;
    }

    private static byte[] Build(CommandIo io, string spec)
    {
        try
        {
            return spec == "-" ? TableSpec.Read(io.Input, "standard input").Build() : TableSpec.Load(spec).Build();
        }
        catch (LabFileException wrong)
        {
            throw CommandFailure.Fatal(wrong.Message);
        }
    }
}
