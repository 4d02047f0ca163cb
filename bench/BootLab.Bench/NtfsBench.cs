using System.Diagnostics;
using System.Text;
using BootLab.Disk.Ntfs;

namespace BootLab.Bench;

/// <summary>
/// A file of an NTFS volume in tmpfs beside ntfscat: as it is, and compressed. One and the other in turn so that a busy neighbour slows both; what counts is the ratio of each pair.
/// Both open the volume anew each time.
/// </summary>
internal static class NtfsBench
{
    private const int BufferSize = 1 << 20;

    public static void Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0]) : 7;
        var mib = args.Length > 1 ? int.Parse(args[1]) : 512;
        var folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"bootlab-ntfs-{Environment.ProcessId}")).FullName;
        try
        {
            var source = Path.Combine(folder, "source.bin");
            IscsiTargetBench.WriteImage(source, mib);
            Compare($"{mib} MiB as they are", MakeVolume(folder, source, mib), rounds);
            WriteText(source, mib / 8);
            Compare($"{mib / 8} MiB compressed", MakeVolume(folder, source, mib / 8, "--enable-compression"), rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(string text, string image, int rounds)
    {
        Measure(() => Read(image)); // the compiler's warm-up
        var pairs = new List<(double Ours, double Ntfscat)>();
        for (var round = 0; round < rounds; round++)
        {
            pairs.Add((Measure(() => Read(image)), Measure(() => Execute("sh", "-c", "exec ntfscat --force --quiet \"$0\" file > /dev/null", image))));
        }

        var length = Read(image) / (double)(1 << 20);
        var ratios = pairs.Select(pair => pair.Ntfscat / pair.Ours).Order().ToList();
        Console.WriteLine(
            $"{text,-24} bootlab {length / IscsiTargetBench.Median(pairs.Select(pair => pair.Ours)),6:N0} MiB/s  ntfscat {length / IscsiTargetBench.Median(pairs.Select(pair => pair.Ntfscat)),6:N0} MiB/s  "
            + $"{IscsiTargetBench.Median(ratios):F2} times as fast as ntfscat ({ratios[0]:F2} to {ratios[^1]:F2})");
    }

    private static long Read(string image)
    {
        using var disk = new FileStream(image, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var volume = NtfsVolume.Open(disk);
        if (!volume.TryFind("file", out var file))
        {
            throw new InvalidOperationException("the volume has no file");
        }

        using var stream = volume.OpenRead(file);
        var buffer = new byte[BufferSize];
        long length = 0;
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            length += read;
        }

        return length;
    }

    private static string MakeVolume(string folder, string source, int mib, params string[] options)
    {
        var image = Path.Combine(folder, "volume.img");
        File.Delete(image);
        using (var file = File.Create(image))
        {
            // An eighth is kept for the master file table.
            file.SetLength(((mib * 3L / 2) + 32) << 20);
        }

        Execute("mkntfs", ["--force", "--quiet", "--quick", .. options, image]);
        Execute("ntfscp", "--force", "--quiet", image, source, "file");
        return image;
    }

    private static void WriteText(string path, int mib)
    {
        using var file = File.Create(path);
        for (var number = 0L; file.Length < (long)mib << 20; number++)
        {
            file.Write(Encoding.ASCII.GetBytes($"{number * number} of {number}\n"));
        }
    }

    private static double Measure(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private static void Execute(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.GetAwaiter().GetResult()}");
        }
    }
}
