using System.Diagnostics;
using System.Text.Json;
using BootLab.Vm.Pieces;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Judging;

/// <summary>Whether guests are better run on the processor itself than interpreted, found out by trying: there are hosts with a <c>/dev/kvm</c> on which a Linux hangs, or crawls.</summary>
/// <param name="Works">Whether Linux comes up with KVM in time.</param>
/// <param name="IsFaster">Whether it comes up before an interpreted one would.</param>
/// <param name="Words">What was seen, in one clause.</param>
public sealed record KvmTrial(bool Works, bool IsFaster, string Words)
{
    private const string Device = "/dev/kvm";
    private const string BootId = "/proc/sys/kernel/random/boot_id";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <summary>The answer for this host: the one found since it was started, with this QEMU and these pieces, or that of a trial now.</summary>
    /// <exception cref="HostLacksException">QEMU is not installed.</exception>
    public static async Task<KvmTrial> AskAsync(GuestPieces pieces, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        var file = Path.Combine(pieces.Folder, "kvm.json");
        var host = $"{(File.Exists(BootId) ? (await File.ReadAllTextAsync(BootId, cancellation)).Trim() : "")} {await QemuVersion.FindAsync(cancellation)}";
        if (Remembered(file) is { } remembered && remembered.Host == host)
        {
            return remembered.Trial;
        }

        var trial = await TryAsync(pieces, cancellation);
        try
        {
            var fresh = $"{file}.{Environment.ProcessId}";
            await File.WriteAllTextAsync(fresh, JsonSerializer.Serialize(new Memory(host, trial)), cancellation);
            File.Move(fresh, file, overwrite: true);
        }
        catch (Exception unable) when (unable is IOException or UnauthorizedAccessException)
        {
            // It is tried again next time.
        }

        return trial;
    }

    /// <summary>Boots a Linux with KVM, and when it comes up one without.</summary>
    internal static async Task<KvmTrial> TryAsync(GuestPieces pieces, CancellationToken cancellation)
    {
        try
        {
            using var device = new FileStream(Device, FileMode.Open, FileAccess.ReadWrite);
        }
        catch (Exception unable) when (unable is IOException or UnauthorizedAccessException)
        {
            return new KvmTrial(Works: false, IsFaster: false, $"{Device} {(File.Exists(Device) ? "may not be opened" : "is not there")}");
        }

        var (time, words) = await BootAsync(pieces, usesKvm: true, s_limit, cancellation);
        if (time is not { } withKvm)
        {
            return new KvmTrial(Works: false, IsFaster: false, words);
        }

        var isFaster = (await BootAsync(pieces, usesKvm: false, withKvm, cancellation)).Time is null;
        return new KvmTrial(Works: true, isFaster, FormattableString.Invariant($"Linux is up after {withKvm.TotalSeconds:0.0} s, {(isFaster ? "earlier than" : "no earlier than")} an interpreted one"));
    }

    /// <summary>How long a Linux takes to come up; null and the reason when it does not within the limit.</summary>
    private static async Task<(TimeSpan? Time, string Words)> BootAsync(GuestPieces pieces, bool usesKvm, TimeSpan limit, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(limit);
        var clock = Stopwatch.StartNew();
        try
        {
            await using var guest = await LinuxGuest.StartAsync(pieces, new LinuxGuestSetup { Table = TablePlace.Reserve, Words = [], UsesKvm = usesKvm }, bound.Token);
            return await guest.ReadReportAsync(bound.Token) is not null
                ? (clock.Elapsed, "")
                : (null, $"Linux ended: {(await guest.EndAsync()).LastOrDefault(line => line.Length > 0) ?? "without a word"}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, FormattableString.Invariant($"no Linux was up within {limit.TotalSeconds:0.#} s"));
        }
        catch (VmException failure)
        {
            return (null, failure.Message);
        }
    }

    private static Memory? Remembered(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Memory>(File.ReadAllText(file));
        }
        catch (Exception unusable) when (unusable is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Memory(string Host, KvmTrial Trial);
}
