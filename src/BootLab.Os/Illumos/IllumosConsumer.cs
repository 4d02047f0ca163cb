using BootLab.Firmware.Scanning;
using BootLab.Os.Knowledge;
using BootLab.Os.Reading;

namespace BootLab.Os.Illumos;

/// <summary>illumos on x86. It scans low memory on every firmware, copies the table into a buffer of 1024 bytes and reads five offset fields.</summary>
public sealed class IllumosConsumer : ITableConsumer
{
    private const int BufferSize = 1024;

    // A table passes when 512 KiB and its length stay below this, wherever it is. The driver's length is signed.
    private const int LengthLimit = 0x100000 - 0x80000 - 1;

    /// <inheritdoc/>
    public string Id => "illumos";

    /// <inheritdoc/>
    public string Name => "illumos";

    /// <inheritdoc/>
    public Statement Knowledge { get; } = new("as the source of illumos-gate reads the table", Evidence.Source, "ILLUMOS-IBFT");

    /// <inheritdoc/>
    public ConsumerView View(ConsumerInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var hits = TableScanner.Scan(input.Memory.Bytes, ScanWindow.Illumos);
        if (hits.FirstOrDefault(hit => (int)hit.Length < LengthLimit) is not { } found)
        {
            return hits.Count == 0
                ? new ConsumerView(ConsumerOutcome.NotFound)
                : new ConsumerView(ConsumerOutcome.Rejected) { Address = (ulong)hits[0].Address, Messages = [IllumosRun.Refusal(IllumosStatus.General)] };
        }

        return Read(input, found) with { Address = (ulong)found.Address };
    }

    private static ConsumerView Read(ConsumerInput input, ScanHit found)
    {
        var length = (int)found.Length;
        if (length is < 0 or > BufferSize)
        {
            return Undefined($"copies {found.Length} bytes into a buffer of {BufferSize}: kernel memory behind it is overwritten");
        }

        if ((ulong)(found.Address + length) > input.Memory.Bytes.Size)
        {
            return Undefined($"copies {length} bytes from 0x{found.Address:x}, beyond the end of memory");
        }

        // What the table leaves of the buffer is zero.
        var buffer = new byte[BufferSize];
        input.Memory.Bytes.Read((ulong)found.Address, buffer.AsSpan(0, length));
        return new IllumosRun(new UncheckedTable(buffer, $"kernel memory behind the buffer of {BufferSize} bytes"), length).View();
    }

    private static ConsumerView Undefined(string why) => new(ConsumerOutcome.Undefined) { Native = [why] };
}
