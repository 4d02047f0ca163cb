using System.CommandLine;
using System.CommandLine.Parsing;
using BootLab.Cli.Commands;
using BootLab.Disk.Images;
using BootLab.Report.Terminal;
using BootLab.Vm;

namespace BootLab.Cli;

/// <summary>The command <c>bootlab</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command to its end; the result is the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, CommandIo io)
    {
        var result = Root(io).Parse(args);
        string[] mistakes = [.. result.Errors.Select(error => string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))), .. UnknownOptions(result)];
        if (mistakes.Length > 0)
        {
            foreach (var mistake in mistakes)
            {
                Complain(io, mistake);
            }

            await io.Error.WriteLineAsync($"see: bootlab {Path(result.CommandResult.Command)}--help");
            return ExitCode.Usage;
        }

        var exitCode = await InvokeAsync(result, io);
        return await TryFlushAsync(io) ? exitCode : ExitCode.Fatal;
    }

    /// <summary>All commands.</summary>
    internal static RootCommand Root(CommandIo io) => new("Emulates the network boot of a diskless server: what the boot program does, the iBFT it leaves, what operating systems make of it.")
    {
        new Command("ibft", "The table by itself.")
        {
            IbftShowCommand.Make(io),
            IbftScanCommand.Make(io),
            IbftLintCommand.Make(io),
            IbftFixCommand.Make(io),
            IbftDiffCommand.Make(io),
            IbftIdentifyCommand.Make(io),
            IbftBuildCommand.Make(io),
            IbftEmitCommand.Make(io),
            IbftViewCommand.Make(io),
        },
        new Command("image", "Disk images.")
        {
            ImageCreateCommand.Make(io),
            ImageInspectCommand.Make(io),
        },
        new Command("target", "The embedded iSCSI target.")
        {
            TargetServeCommand.Make(io),
        },
        new Command("vm", "The same machine in QEMU, and what a real Linux kernel says.")
        {
            VmPrepareCommand.Make(io),
            VmCheckCommand.Make(io),
            VmFuzzCommand.Make(io),
            VmCaptureCommand.Make(io),
            VmRunCommand.Make(io),
            VmMatrixCommand.Make(io),
        },
        RunCommand.Make(io),
        PredictCommand.Make(io),
        ReportCommand.Make(io),
        ExplainCommand.Make(io),
        SchemaCommand.Make(io),
        DoctorCommand.Make(io),
    };

    private static async Task<int> InvokeAsync(ParseResult result, CommandIo io)
    {
        try
        {
            return await result.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = io.Output,
                Error = io.Error,
                // After Ctrl-C: what was written to a disk is made safe first, and that may take as long as the disk does.
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            });
        }
        catch (CommandFailure failure)
        {
            Complain(io, failure.Message);
            return failure.ExitCode;
        }
        catch (Exception lack) when (lack is HostLacksException or MissingProgramException)
        {
            Complain(io, lack.Message);
            return ExitCode.HostLacks;
        }
        catch (VmException failure)
        {
            Complain(io, failure.Message);
            return ExitCode.Fatal;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            Complain(io, $"{failure.Message.TrimEnd('.')}; give the path of a file that exists");
            return ExitCode.Fatal;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Complain(io, failure.Message);
            return ExitCode.Fatal;
        }
    }

    // A command that takes any number of files would look for one of that name.
    private static IEnumerable<string> UnknownOptions(ParseResult result) => result.Tokens.Any(token => token.Type == TokenType.DoubleDash) ? []
        : from argument in result.CommandResult.Children.OfType<ArgumentResult>()
          from token in argument.Tokens
          where token.Value is ['-', _, ..]
          select $"{result.CommandResult.Command.Name} has no option {token.Value}; for a file of that name give ./{token.Value}";

    private static string Path(Command command) => command is RootCommand
        ? string.Empty
        : $"{string.Concat(command.Parents.OfType<Command>().Select(Path))}{command.Name} ";

    private static void Complain(CommandIo io, string message) => io.Error.WriteLine($"bootlab: {io.ErrorScreen.Paint(message, Colour.Red)}");

    // A reader that has gone away, as `head` does, is no error here: the runtime drops what is written to it.
    private static async Task<bool> TryFlushAsync(CommandIo io)
    {
        try
        {
            await io.Output.FlushAsync();
            return true;
        }
        catch (IOException failure)
        {
            Complain(io, $"standard output takes no more: {failure.Message}; free some space, or send the result elsewhere");
            return false;
        }
    }
}
