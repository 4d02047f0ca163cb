using System.CommandLine;
using BootLab.Vm.Pieces;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab vm prepare</c>: what guests are started from.</summary>
internal static class VmPrepareCommand
{
    public static Command Make(CommandIo io)
    {
        var command = new Command("prepare", "Makes the guests' kernel and file systems from Debian packages, in the user's cache folder. Nothing is installed.");
        command.SetAction((_, stop) => RunAsync(io, stop));
        return command;
    }

    /// <summary>The pieces that are there, or new ones.</summary>
    public static Task<GuestPieces> FindAsync(CommandIo io, CancellationToken stop) => GuestPiecesCache.OfUser().FindOrPrepareAsync(Progress(io), stop);

    private static async Task<int> RunAsync(CommandIo io, CancellationToken stop)
    {
        var pieces = await GuestPiecesCache.OfUser().PrepareAsync(Progress(io), stop);
        io.Output.WriteLine($"Linux {pieces.KernelVersion} in {pieces.Folder}");
        return ExitCode.Fine;
    }

    private static Action<string> Progress(CommandIo io) => message =>
    {
        if (io.IsErrorTerminal)
        {
            io.Error.WriteLine(message);
        }
    };
}
