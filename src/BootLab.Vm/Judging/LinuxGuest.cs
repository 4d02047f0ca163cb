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
    private readonly string _mark;
    private readonly MemoryMappedFile _memory;
    private readonly MemoryMappedViewAccessor _view;

    private LinuxGuest(QemuGuest guest, string mark, string memoryFile)
    {
        _guest = guest;
        _mark = mark;
        _memory = MemoryMappedFile.CreateFromFile(memoryFile, FileMode.Open, mapName: null, capacity: 0);
        _view = _memory.CreateViewAccessor(0, LowMemory);
    }

    /// <summary>The last lines of the kernel's console.</summary>
    public IReadOnlyList<string> LastWords => _guest.Console.Last;

    /// <summary>Starts a guest in the PCI layout of serverfault 477708.</summary>
    /// <param name="pieces">Kernel and first file system.</param>
    /// <param name="table">Gives the guest its table, or the place for one; is given the run folder.</param>
    /// <param name="words">Words for init.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<LinuxGuest> StartAsync(GuestPieces pieces, Action<QemuArguments, RunFolder> table, IEnumerable<string> words, CancellationToken cancellation)
    {
        var mark = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var memoryFile = "";
        var guest = await QemuGuest.StartAsync(
            folder =>
            {
                memoryFile = folder.PathTo("memory");
                var arguments = QemuArguments.Machine("pc")
                    .SharedMemory(memoryFile)
                    .Linux(pieces.Kernel, pieces.ReportingSystem, [$"bootlab.mark={mark}", .. words])
                    .TwoCardsAt0804(QemuNic.Unplugged, QemuNic.Unplugged);
                table(arguments, folder);
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

    /// <summary>The report up to the next ready line; null when the guest ended before.</summary>
    public Task<GuestReport?> ReadReportAsync(CancellationToken cancellation) => GuestReport.ReadAsync(_guest.Report, _mark, cancellation);

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

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _view.Dispose();
        _memory.Dispose();
        await _guest.DisposeAsync();
    }
}
