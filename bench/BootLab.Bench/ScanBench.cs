using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BootLab.Firmware.Scanning;

namespace BootLab.Bench;

/// <summary>
/// Scans an image in memory (tmpfs), and beside it reads every byte of the same file, which is what the machine can do at best: once with a mapping that is in place already, and once
/// with everything a program pays that starts from a path (opening, mapping page by page, unmapping).
/// </summary>
public static unsafe class ScanBench
{
    private const int Rounds = 9;

    public static void Run(string[] args)
    {
        var mib = args.Length > 0 ? int.Parse(args[0]) : 1024;
        var folder = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var path = Path.Combine(folder, $"bootlab-scan-{Environment.ProcessId}.bin");
        try
        {
            WriteImage(path, mib);
            Compare(path, mib);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void WriteImage(string path, int mib)
    {
        var random = new Random(1);
        var chunk = new byte[1 << 20];
        using var file = File.Create(path);
        for (var i = 0; i < mib; i++)
        {
            random.NextBytes(chunk);
            if (i % 50 == 0)
            {
                "iBFT"u8.CopyTo(chunk.AsSpan(16 * random.Next(chunk.Length / 16)));
            }

            file.Write(chunk);
        }
    }

    private static void Compare(string path, int mib)
    {
        using var mapped = new Mapping(path);
        List<(string Name, Func<string> Run)> programs =
        [
            ("read, mapped already", () => $"sum {Sum(mapped.Bytes):x}"),
            ("scan, mapped already", () => $"{TableScanner.Scan(mapped.Bytes).Count} found"),
            ("read the file", () => $"sum {Read(path):x}"),
            ("scan the file", () => $"{TableScanner.ScanFile(path).Count} found"),
        ];
        if (HasRipgrep())
        {
            programs.Add(("rg -c -a iBFT", () => $"{Ripgrep(path)} found"));
        }

        // Side by side in every round, so that a busy neighbour slows all of them.
        var times = programs.ToDictionary(program => program.Name, _ => new List<double>());
        var results = new Dictionary<string, string>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, run) in programs)
            {
                var watch = Stopwatch.StartNew();
                results[name] = run();
                times[name].Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        foreach (var (name, _) in programs)
        {
            var median = Median(times[name]);
            Console.WriteLine($"{name,-20} {median,8:f1} ms {mib / median * 1000,9:f0} MiB/s  {results[name]}");
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static ulong Read(string path)
    {
        using var mapped = new Mapping(path);
        return Sum(mapped.Bytes);
    }

    private static ulong Sum(ReadOnlySpan<byte> bytes)
    {
        // Four sums at a time, so that the additions do not wait for each other.
        var vectors = MemoryMarshal.Cast<byte, Vector256<ulong>>(bytes);
        var (a, b, c, d) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        for (var i = 0; i + 3 < vectors.Length; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }

        return Vector256.Sum(a + b + c + d);
    }

    private static bool HasRipgrep()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("rg", "--version") { RedirectStandardOutput = true });
            process!.WaitForExit();
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string Ripgrep(string path)
    {
        using var process = Process.Start(new ProcessStartInfo("rg", ["-c", "-a", "iBFT", path]) { RedirectStandardOutput = true });
        var output = process!.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }

    private sealed class Mapping : IDisposable
    {
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _view;
        private readonly byte* _start;
        private readonly int _size;

        public Mapping(string path)
        {
            _size = checked((int)new FileInfo(path).Length);
            _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            _view = _file.CreateViewAccessor(0, _size, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        }

        public ReadOnlySpan<byte> Bytes => new(_start, _size);

        public void Dispose()
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}
