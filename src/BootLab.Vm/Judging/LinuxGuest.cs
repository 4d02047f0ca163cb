using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BootLab.Vm.Emission;
using BootLab.Vm.Pieces;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Judging;

/// <summary>A guest with our init, which reports and answers requests. Its memory's first MiB is ours to write in.</summary>
internal sealed class LinuxGuest : IAsyncDisposable
{
    private const int LowMemory = 1 << 20;
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(10);

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
    public static Task<LinuxGuest> StartAsync(GuestPieces pieces, LinuxGuestSetup setup, CancellationToken cancellation) =>
        StartAsync(pieces, setup, RandomNumberGenerator.GetHexString(16, lowercase: true), [], cancellation);

    /// <summary>Starts a guest from the saved state of one with this setup; it is ready for a request.</summary>
    /// <exception cref="VmException">QEMU does not take the state.</exception>
    public static async Task<LinuxGuest> RestoreAsync(GuestPieces pieces, LinuxGuestSetup setup, SavedState state, CancellationToken cancellation)
    {
        var guest = await StartAsync(pieces, setup, state.Mark, ["-incoming", $"exec:cat {ShellText.Quote(state.File)}"], cancellation);
        try
        {
            while ((await guest._guest.Qmp.ExecuteAsync("query-status", cancellation: cancellation))["status"]!.GetValue<string>() != "running")
            {
                await Task.Delay(s_poll, cancellation);
            }

            return guest;
        }
        catch
        {
            await guest.DisposeAsync();
            throw;
        }
    }

    /// <summary>Saves the guest's state, its memory included, in a file; false when QEMU could not. The guest goes on afterwards.</summary>
    /// <exception cref="VmException">The guest has ended.</exception>
    public async Task<bool> SaveAsync(string file, CancellationToken cancellation)
    {
        await _guest.Qmp.ExecuteAsync("migrate-set-parameters", new JsonObject { ["max-bandwidth"] = 1L << 36 }, cancellation);
        await _guest.Qmp.ExecuteAsync("migrate", new JsonObject { ["uri"] = $"exec:cat > {ShellText.Quote(file)}" }, cancellation);
        string status;
        while ((status = (await _guest.Qmp.ExecuteAsync("query-migrate", cancellation: cancellation))["status"]!.GetValue<string>()) is not ("completed" or "failed"))
        {
            await Task.Delay(s_poll, cancellation);
        }

        await _guest.Qmp.ExecuteAsync("cont", cancellation: cancellation);
        return status == "completed";
    }

    /// <summary>The arguments of such a guest, but for its table.</summary>
    internal static QemuArguments Arguments(GuestPieces pieces, LinuxGuestSetup setup, string memoryFile, string mark) => QemuArguments.Machine("pc")
        .Kvm(setup.UsesKvm)
        .Memory(setup.MemoryMiB)
        .SharedMemory(memoryFile)
        .Linux(pieces.Kernel, setup.InitialSystem ?? pieces.ReportingSystem, [$"bootlab.mark={mark}", .. setup.Words])
        .TwoCardsAt0804(setup.Networks);

    private static async Task<LinuxGuest> StartAsync(GuestPieces pieces, LinuxGuestSetup setup, string mark, IReadOnlyList<string> more, CancellationToken cancellation)
    {
        var memoryFile = "";
        var guest = await QemuGuest.StartAsync(
            folder =>
            {
                memoryFile = folder.PathTo("memory");
                var arguments = Arguments(pieces, setup, memoryFile, mark);
                setup.Table(arguments, folder);
                return arguments.Add(more);
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
