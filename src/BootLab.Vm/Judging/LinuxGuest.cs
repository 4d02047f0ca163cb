using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using BootLab.Vm.Pieces;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Judging;

/// <summary>A guest with our init, which reports and answers requests. Its memory's first MiB is ours to write in.</summary>
internal sealed class LinuxGuest : IAsyncDisposable
{
    private const int LowMemory = 1 << 20;

    private readonly QemuGuest _guest;
    private readonly MemoryMappedFile _memory;
    private readonly MemoryMappedViewAccessor _view;

    private LinuxGuest(QemuGuest guest, string mark, string memoryFile)
    {
        _guest = guest;
        Mark = mark;
        _memory = MemoryMappedFile.CreateFromFile(memoryFile, FileMode.Open, mapName: null, capacity: 0);
        _view = _memory.CreateViewAccessor(0, LowMemory);
    }

    /// <summary>The random word of this boot, by which its marker lines are known.</summary>
    public string Mark { get; }

    /// <summary>Starts a guest in the PCI layout of serverfault 477708.</summary>
    public static async Task<LinuxGuest> StartAsync(GuestPieces pieces, LinuxGuestSetup setup, CancellationToken cancellation)
    {
        var mark = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var memoryFile = "";
        var guest = await QemuGuest.StartAsync(
            folder =>
            {
                memoryFile = folder.PathTo("memory");
                var arguments = QemuArguments.Machine("pc")
                    .Memory(setup.MemoryMiB)
                    .SharedMemory(memoryFile)
                    .Linux(pieces.Kernel, setup.InitialSystem ?? pieces.ReportingSystem, [$"bootlab.mark={mark}", .. setup.Words])
                    .TwoCardsAt0804(setup.Networks);
                setup.Table(arguments, folder);
                return arguments;
            },
            cancellation);
        try
        {
            return new LinuxGuest(guest, mark, memoryFile);
        }
        catch
        {
            await guest.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether it has ended by itself.</summary>
    public bool HasEnded => _guest.Exited.IsCompleted;

    /// <summary>The report up to the next ready line; null when the guest ended before.</summary>
    public Task<GuestReport?> ReadReportAsync(CancellationToken cancellation) => GuestReport.ReadAsync(_guest.Report, Mark, cancellation);

    /// <summary>Sends a request and reads the answer.</summary>
    public async Task<GuestReport?> AskAsync(string request, CancellationToken cancellation)
    {
        try
        {
            await _guest.Report.WriteLineAsync(request, cancellation);
        }
        catch (IOException)
        {
            return null;
        }

        return await ReadReportAsync(cancellation);
    }

    /// <summary>Writes into the guest's memory below 1 MiB.</summary>
    public void Write(int address, byte[] bytes) => _view.WriteArray(address, bytes, 0, bytes.Length);

    /// <summary>Ends the guest; the result is the last lines of its console.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        await DisposeAsync();
        return _guest.Console.Last;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _view.Dispose();
        _memory.Dispose();
        await _guest.DisposeAsync();
    }
}
