using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using BootLab.Iscsi.Target;

namespace BootLab.Bench;

/// <summary>
/// The embedded target beside tgtd: the same data in tmpfs, iscsi-perf of libiscsi as the load, one and the other in turn so that a busy neighbour slows both.
/// What counts is the ratio of each pair.
/// </summary>
public static partial class IscsiTargetBench
{
    private const string Name = "iqn.2026-11.lab.bootlab:bench";

    private static readonly (string Text, string[] Options)[] Loads =
    [
        ("4 KiB random, depth 1", ["-r", "-b", "8", "-m", "1"]),
        ("4 KiB random, depth 32", ["-r", "-b", "8", "-m", "32"]),
        ("256 KiB sequential, depth 8", ["-b", "512", "-m", "8"]),
    ];

    public static async Task RunAsync(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0]) : 5;
        var seconds = args.Length > 1 ? args[1] : "3";
        var folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"bootlab-iscsi-{Environment.ProcessId}")).FullName;
        try
        {
            var image = Path.Combine(folder, "disk.img");
            WriteImage(image, 256);
            using var tgtd = new TgtdProcess(folder, Name, image);
            using var disk = FileBlockStore.OpenRead(image);
            var server = new TargetServer(
                [new TargetOptions { Name = Name, Luns = new Dictionary<ushort, IBlockStore> { [1] = disk } }], new Random(1), TimeProvider.System);
            await using var embedded = IscsiTargetServer.Start(server, new IPEndPoint(IPAddress.Loopback, 0));
            foreach (var (text, options) in Loads)
            {
                Compare(text, [.. options, "-t", seconds], $"iscsi://{embedded.Portal}/{Name}/1", $"iscsi://127.0.0.1:{tgtd.Port}/{Name}/1", rounds);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(string text, string[] options, string embedded, string tgtd, int rounds)
    {
        Perf([.. options, embedded]); // the compiler's warm-up
        var pairs = new List<(double Embedded, double Tgtd)>();
        for (var round = 0; round < rounds; round++)
        {
            pairs.Add((Perf([.. options, embedded]), Perf([.. options, tgtd])));
        }

        var ratios = pairs.Select(pair => pair.Embedded / pair.Tgtd).Order().ToList();
        Console.WriteLine(
            $"{text,-28} embedded {Median(pairs.Select(pair => pair.Embedded)),8:N0}/s  tgtd {Median(pairs.Select(pair => pair.Tgtd)),8:N0}/s  "
            + $"ratio {Median(ratios):F2} ({ratios[0]:F2} to {ratios[^1]:F2})");
    }

    internal static double Perf(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("iscsi-perf", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var average = Average().Match(output);
        return average.Success
            ? double.Parse(average.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"iscsi-perf {string.Join(' ', arguments)}: {output}{error.GetAwaiter().GetResult()}");
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    internal static void WriteImage(string path, int mib)
    {
        var random = new Random(1);
        var chunk = new byte[1 << 20];
        using var file = File.Create(path);
        for (var i = 0; i < mib; i++)
        {
            random.NextBytes(chunk);
            file.Write(chunk);
        }
    }

    [GeneratedRegex(@"iops average (\d+)")]
    private static partial Regex Average();
}
