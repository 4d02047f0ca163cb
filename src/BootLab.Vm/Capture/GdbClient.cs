using System.Globalization;
using System.Net.Sockets;
using System.Text;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Capture;

/// <summary>
/// QEMU's debugger port, as far as a breakpoint needs it: GDB's remote serial protocol, in which each packet is <c>$text#sum</c> and is acknowledged by <c>+</c>.
/// We listen and QEMU connects, which stops the guest until it is told to go on.
/// </summary>
internal sealed class GdbClient : IDisposable
{
    // How QEMU says that the guest stopped at a breakpoint, or after a single instruction.
    private const string Trap = "T05";

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly byte[] _one = new byte[1];
    private NetworkStream? _connection;
    private BufferedStream? _stream;

    private GdbClient(string path)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(1);
        Arguments = ["-chardev", $"socket,id=gdb,path={QemuOption.Value(path)}", "-gdb", "chardev:gdb", "-S"];
    }

    /// <summary>What QEMU is to be started with.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Makes the socket.</summary>
    public static GdbClient Listen(string path) => new(path);

    /// <summary>Waits for QEMU.</summary>
    public async Task ConnectAsync(CancellationToken cancellation) =>
        _stream = new BufferedStream(_connection = new NetworkStream(await _listener.AcceptAsync(cancellation), ownsSocket: true));

    /// <summary>Has the guest stop before it executes the byte at a linear address.</summary>
    public Task SetBreakpointAsync(uint address, CancellationToken cancellation) => CommandAsync($"Z1,{address:x},1", cancellation);

    /// <summary>Takes a breakpoint away. The guest would stop at it again at once when it goes on from there.</summary>
    public Task RemoveBreakpointAsync(uint address, CancellationToken cancellation) => CommandAsync($"z1,{address:x},1", cancellation);

    /// <summary>Lets the guest run; ends when it stops at a breakpoint.</summary>
    /// <exception cref="VmException">QEMU has ended, or the guest stopped for another reason.</exception>
    public Task ContinueAsync(CancellationToken cancellation) => RunAsync("c", cancellation);

    /// <summary>Executes one instruction, without interrupts.</summary>
    /// <exception cref="VmException">QEMU has ended, or the guest stopped for another reason.</exception>
    public Task StepAsync(CancellationToken cancellation) => RunAsync("s", cancellation);

    /// <summary>Lets the guest run; true when it stops at a breakpoint, false when it stops for another reason, such as that it is switched off, or QEMU has ended.</summary>
    public async Task<bool> TryContinueAsync(CancellationToken cancellation)
    {
        try
        {
            await SendAsync("c", cancellation);
            return (await ReadAsync(cancellation)).StartsWith(Trap, StringComparison.Ordinal);
        }
        catch (Exception ended) when (ended is VmException or IOException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _connection?.Dispose(); // without a last word to a QEMU that may have ended
    }

    private async Task RunAsync(string command, CancellationToken cancellation)
    {
        await SendAsync(command, cancellation);
        if (await ReadAsync(cancellation) is var reason && !reason.StartsWith(Trap, StringComparison.Ordinal))
        {
            throw new VmException($"QEMU's debugger port: found the guest stopped by '{reason}', expected a breakpoint ({Trap})");
        }
    }

    private async Task CommandAsync(string command, CancellationToken cancellation)
    {
        await SendAsync(command, cancellation);
        if (await ReadAsync(cancellation) is var answer and not "OK")
        {
            throw new VmException($"QEMU's debugger port: found '{answer}' in answer to {command}, expected OK");
        }
    }

    private async Task SendAsync(string text, CancellationToken cancellation)
    {
        var sum = text.Aggregate(0, (sum, letter) => (sum + letter) & 0xff);
        await _stream!.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"${text}#{sum:x2}")), cancellation);
        await _stream.FlushAsync(cancellation);
    }

    private async Task<string> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            while (await ReadByteAsync(cancellation) != '$')
            {
                // The acknowledgement of what we sent.
            }

            var packet = new StringBuilder();
            while (await ReadByteAsync(cancellation) is var letter and not '#')
            {
                packet.Append(letter);
            }

            // Nothing is lost on a local socket, so the sum is not looked at.
            await ReadByteAsync(cancellation);
            await ReadByteAsync(cancellation);
            await _stream!.WriteAsync("+"u8.ToArray(), cancellation);
            await _stream.FlushAsync(cancellation);
            return packet.ToString();
        }
        catch (IOException)
        {
            throw new VmException("QEMU has ended");
        }
    }

    private async Task<char> ReadByteAsync(CancellationToken cancellation)
    {
        await _stream!.ReadExactlyAsync(_one, cancellation);
        return (char)_one[0];
    }
}
