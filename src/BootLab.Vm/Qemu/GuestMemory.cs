using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace BootLab.Vm.Qemu;

/// <summary>The memory of a QEMU that somebody else runs, as a file, by its machine protocol (<c>-qmp unix:/run/qemu.sock,server=on,wait=off</c>). The guest goes on running.</summary>
public static class GuestMemory
{
    // QEMU's memory below 4 GiB ends here when there is more than fits below its PCI hole (hw/i386/pc_piix.c, pc_q35.c).
    private const ulong PcHoleStart = 0xe0000000;
    private const ulong PcLowEnd = 0xc0000000;
    private const ulong Q35HoleStart = 0xb0000000;
    private const ulong Q35LowEnd = 0x80000000;

    private static readonly TimeSpan _answerLimit = TimeSpan.FromSeconds(60);

    /// <summary>Has QEMU write its memory from address 0 up to the PCI hole, where firmware and boot programs leave all tables, into a file.</summary>
    /// <param name="socket">The path of its socket; one client at a time is served there.</param>
    /// <param name="file">The file, which QEMU must be allowed to write.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="VmException">Nobody answers at the socket, or QEMU refuses.</exception>
    public static async Task SaveAsync(string socket, string file, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_answerLimit);
        using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), limit.Token);
            using var qmp = new QmpClient(new NetworkStream(connection));
            await qmp.ExecuteAsync("qmp_capabilities", cancellation: limit.Token);
            var size = await SizeAsync(qmp, limit.Token);
            await qmp.ExecuteAsync("pmemsave", new JsonObject { ["val"] = 0, ["size"] = size, ["filename"] = file }, limit.Token);
        }
        catch (Exception unreachable) when (unreachable is SocketException or ArgumentException)
        {
            throw new VmException($"{socket}: {unreachable.Message}; expected the socket of a QEMU started with -qmp unix:{socket},server=on,wait=off");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new VmException($"{socket}: no answer in {_answerLimit.TotalSeconds:0} seconds; expected a QEMU whose machine protocol nobody else uses at the moment");
        }
    }

    private static async Task<ulong> SizeAsync(QmpClient qmp, CancellationToken cancellation)
    {
        var installed = (await qmp.ExecuteAsync("query-memory-size-summary", cancellation: cancellation))["base-memory"]!.GetValue<ulong>();
        var type = (await qmp.ExecuteAsync("qom-get", new JsonObject { ["path"] = "/machine", ["property"] = "type" }, cancellation)).GetValue<string>();
        var (holeStart, lowEnd) = type.Contains("q35", StringComparison.Ordinal) ? (Q35HoleStart, Q35LowEnd) : (PcHoleStart, PcLowEnd);
        return installed < holeStart ? installed : lowEnd;
    }
}
