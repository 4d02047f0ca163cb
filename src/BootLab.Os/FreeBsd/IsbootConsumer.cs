using BootLab.Firmware.Scanning;
using BootLab.Ibft;
using BootLab.Os.Knowledge;
using BootLab.Os.Reading;

namespace BootLab.Os.FreeBsd;

/// <summary>
/// FreeBSD's isboot driver. It asks ACPI first and scans low memory only then, on every firmware; of the table it uses the initiator, NIC 0 and target 0.
/// </summary>
public sealed class IsbootConsumer : ITableConsumer
{
    /// <inheritdoc/>
    public string Id => "freebsd";

    /// <inheritdoc/>
    public string Name => "FreeBSD isboot 0.2.16";

    /// <inheritdoc/>
    public Statement Knowledge { get; } = new("as the source of isboot reads the table", Evidence.Source, "ISBOOT");

    /// <inheritdoc/>
    public ConsumerView View(ConsumerInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Find(input.Memory) is not { } place)
        {
            return new ConsumerView(ConsumerOutcome.NotFound);
        }

        var run = new IsbootRun(KnownBytes(input.Memory, place.Address, place.Length), input.Machine);
        return run.View() with { Address = place.Address };
    }

    private static (ulong Address, uint Length)? Find(BootMemory memory)
    {
        if (AcpiLookup.First(memory, "IBFT", "iBFT") is { } listed)
        {
            return (listed.Address, listed.Length);
        }

        return TableScanner.Scan(memory.Bytes, ScanWindow.FreeBsd) is [var first, ..] ? ((ulong)first.Address, first.Length) : null;
    }

    /// <summary>The table as far as its length says. A length with the topmost bit is negative for the driver, which then sums no byte and reads on regardless.</summary>
    private static UncheckedTable KnownBytes(BootMemory memory, ulong address, uint length)
    {
        var available = Math.Min(memory.Bytes.Size - address, 2 * (IbftOffsets.MaximumTableSize + 1));
        var known = length > int.MaxValue ? available : Math.Min(available, length);
        return new UncheckedTable(memory.Bytes.Read(address, (int)known), known < length ? "the end of memory" : "behind the table");
    }
}
