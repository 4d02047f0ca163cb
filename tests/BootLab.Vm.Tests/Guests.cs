using BootLab.Testing;
using BootLab.Vm.Judging;
using BootLab.Vm.Pieces;
using BootLab.Vm.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(Guests))]

namespace BootLab.Vm.Tests;

/// <summary>Guest pieces and a judge that all tests share.</summary>
public sealed class Guests : IAsyncLifetime
{
    private GuestPieces? _pieces;
    private LinuxJudge? _judge;
    private string? _lack;

    public static JudgeOptions Options { get; } = new() { Guests = 2, BootLimit = Wait.Limit, AnswerLimit = Wait.Limit };

    public GuestPieces Pieces
    {
        get
        {
            if (_lack is not null)
            {
                Requires.Missing(_lack);
            }

            return _pieces!;
        }
    }

    public LinuxJudge Judge => _judge ??= new LinuxJudge(Pieces, Options);

    /// <summary>The same pieces in a folder of their own.</summary>
    public GuestPieces PiecesIn(TemporaryFolder folder)
    {
        foreach (var name in GuestPieces.FileNames)
        {
            File.CreateSymbolicLink(folder.PathTo(name), Path.Combine(Pieces.Folder, name));
        }

        return Pieces with { Folder = folder.Root };
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            HostProgram.Require("qemu-system-x86_64", "qemu-system-x86");
            _pieces = await GuestPiecesCache.OfUser().FindOrPrepareAsync(_ => { }, CancellationToken.None);
        }
        catch (HostLacksException lack)
        {
            _lack = lack.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_judge is not null)
        {
            await _judge.DisposeAsync();
        }
    }
}
