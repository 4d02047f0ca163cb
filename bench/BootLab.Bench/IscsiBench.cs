using System.Diagnostics;
using System.Globalization;
using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;

namespace BootLab.Bench;

/// <summary>
/// The initiator beside iscsi-perf of libiscsi: the same LUN of tgtd in tmpfs, one and the other in turn so that a busy neighbour slows both. What counts is the
/// ratio of each pair.
/// </summary>
public static class IscsiBench
{
    private const string Name = "iqn.2026-11.lab.bootlab:bench";
    private const int ImageMiB = 256;
    private const int BlockSize = 512;

    // By then every buffer has grown as far as it will.
    private const int Settled = 1000;

    private static readonly Load[] Loads =
    [
        new("4 KiB random, depth 1", Blocks: 8, Depth: 1, IsRandom: true),
        new("4 KiB random, depth 32", Blocks: 8, Depth: 32, IsRandom: true),
        new("256 KiB sequential, depth 1", Blocks: 512, Depth: 1, IsRandom: false),
        new("256 KiB sequential, depth 8", Blocks: 512, Depth: 8, IsRandom: false),
    ];

    public static void Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var seconds = args.Length > 1 ? args[1] : "3";
        var folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"bootlab-iscsi-{Environment.ProcessId}")).FullName;
        try
        {
            var image = Path.Combine(folder, "disk.img");
            IscsiTargetBench.WriteImage(image, ImageMiB);
            using var tgtd = new TgtdProcess(folder, Name, image);
            foreach (var load in Loads)
            {
                Compare(load, tgtd.Port, rounds, seconds);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(Load load, int port, int rounds, string seconds)
    {
        string[] perf = [.. load.IsRandom ? ["-r"] : Array.Empty<string>(), "-b", $"{load.Blocks}", "-m", $"{load.Depth}", "-t", seconds, $"iscsi://127.0.0.1:{port}/{Name}/1"];
        var time = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
        Measure(load, port, time); // the compiler's warm-up
        var pairs = new List<(double Ours, double Perf, double Bytes)>();
        for (var round = 0; round < rounds; round++)
        {
            var (ours, bytes) = Measure(load, port, time);
            pairs.Add((ours, IscsiTargetBench.Perf(perf), bytes));
        }

        var ratios = pairs.Select(pair => pair.Ours / pair.Perf).Order().ToList();
        Console.WriteLine(
            $"{load.Text,-28} bootlab {IscsiTargetBench.Median(pairs.Select(pair => pair.Ours)),8:N0}/s  iscsi-perf {IscsiTargetBench.Median(pairs.Select(pair => pair.Perf)),8:N0}/s  "
            + $"ratio {IscsiTargetBench.Median(ratios):F2} ({ratios[0]:F2} to {ratios[^1]:F2})  {IscsiTargetBench.Median(pairs.Select(pair => pair.Bytes)):F2} B allocated a read");
    }

    private static (double PerSecond, double BytesPerRead) Measure(Load load, int port, TimeSpan time)
    {
        var options = new InitiatorOptions { InitiatorName = "iqn.2026-11.lab.bootlab:initiator", TargetName = Name };
        using var session = new IscsiConnector().Connect(new IscsiPortal("127.0.0.1", port), options);
        var lun = ScsiLun.FromNumber(1);
        session.GetLogicalUnit(lun).Read(0, 1, new byte[BlockSize]); // takes the unit attention of a new session
        var queue = new ScsiTaskQueue(session);
        var places = ImageMiB * (1024 * 1024 / BlockSize) / load.Blocks;
        var random = new Random(1);
        var next = 0;
        for (var slot = 0; slot < load.Depth; slot++)
        {
            var task = queue.CreateTask();
            task.State = new byte[load.Blocks * BlockSize];
            Submit(task);
        }

        var before = 0L;
        var watch = Stopwatch.StartNew();
        long reads = 0;
        while (watch.Elapsed < time)
        {
            var task = queue.Wait();
            if (task.Error is { } error || !task.Result.IsGood || task.Result.Transferred != load.Blocks * BlockSize)
            {
                throw new InvalidOperationException($"a read failed: {task.Error?.Message ?? task.Result.ToString()}");
            }

            if (reads++ == Settled)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            Submit(task);
        }

        var result = (reads / watch.Elapsed.TotalSeconds, (double)(GC.GetAllocatedBytesForCurrentThread() - before) / (reads - Settled));
        while (queue.Count > 0)
        {
            queue.Wait();
        }

        session.Logout();
        return result;

        void Submit(ScsiTask task)
        {
            var place = load.IsRandom ? random.Next(places) : next++ % places;
            task.Set(lun, Cdbs.Read((long)place * load.Blocks, load.Blocks), (byte[])task.State!, default);
            queue.Submit(task);
        }
    }

    private sealed record Load(string Text, int Blocks, int Depth, bool IsRandom);
}
