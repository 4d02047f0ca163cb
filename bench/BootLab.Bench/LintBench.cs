using System.Diagnostics;
using System.Text;
using BootLab.Ibft;
using BootLab.Labs.Tables;
using BootLab.Rules;

namespace BootLab.Bench;

/// <summary>All rules that need the table alone, on a table of about 2 KiB in which they find nothing, beside reading the same table into records; and a folder of tables through <c>bootlab ibft lint --batch</c>.</summary>
public static class LintBench
{
    private const int Rounds = 101;
    private const int TablesARound = 100;

    public static void Run(string[] args)
    {
        var table = Table(nics: 8);
        Compare(table);
        Batch(args.Length > 0 ? int.Parse(args[0]) : 60_000);
    }

    private static void Compare(byte[] table)
    {
        var found = new Linter([Profile.Everything]).Check(table, RuleContext.None).Select(finding => finding.Rule.Id).ToHashSet();
        var silent = Catalogue.All.Where(rule => rule.Info.Needs == Needs.Nothing && !found.Contains(rule.Id)).ToList();
        var linter = Linter.Of(silent);
        var programs = new (string Name, Action Run)[]
        {
            ("rules", () => linter.Check(table, RuleContext.None)),
            ("records", () => IbftReader.ReadLenient(table)),
        };
        var times = programs.ToDictionary(program => program.Name, _ => new List<double>());
        var bytes = 0L;
        for (var warm = Stopwatch.StartNew(); warm.Elapsed < TimeSpan.FromSeconds(3);)
        {
            programs[0].Run();
            programs[1].Run();
        }

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, run) in programs)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var watch = Stopwatch.StartNew();
                for (var i = 0; i < TablesARound; i++)
                {
                    run();
                }

                var each = watch.Elapsed.TotalMicroseconds / TablesARound;
                bytes = name == "rules" ? GC.GetAllocatedBytesForCurrentThread() - before : bytes;
                times[name].Add(each);
            }
        }

        Console.WriteLine($"{table.Length} bytes, {silent.Count} rules that find nothing: {Median(times["rules"]):f1} us, {bytes / TablesARound} B; the table as records with all checks of form: {Median(times["records"]):f1} us");
        Console.WriteLine($"ratio rules / records: {Median([.. times["rules"].Zip(times["records"], (rules, records) => rules / records)]):f2}");
    }

    private static void Batch(int files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"bootlab-lint-{Environment.ProcessId}")).FullName;
        try
        {
            for (var i = 0; i < files; i++)
            {
                var table = Table(1 + (i % 4));
                table[0xa4] = (byte)(i % 10 == 0 ? 7 : 0);
                IbftChecksum.Fix(table);
                File.WriteAllBytes(Path.Combine(folder, $"{i:d6}.bin"), table);
            }

            var program = Path.Combine(AppContext.BaseDirectory.Replace("bench/BootLab.Bench", "src/BootLab.Cli", StringComparison.Ordinal), "bootlab.dll");
            RunBatch(program, folder, files, "cold start included");
            RunBatch(program, folder, files, "again");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void RunBatch(string program, string folder, int files, string note)
    {
        // The shell says what its children used.
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"dotnet '{program}' ibft lint --batch '{folder}' 2>/dev/null | wc -l; times"]) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd().Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        var wall = watch.Elapsed.TotalSeconds;
        var used = said[^2..].Sum(Seconds);
        Console.WriteLine($"{said[0]} of {files} files, {note}: {files / wall:f0} a second, {files / used:f0} a second of processor time");
    }

    // 0m1.234s
    private static double Seconds(string text) => (60 * double.Parse(text.Split('m')[0])) + double.Parse(text.Split('m')[1].TrimEnd('s'));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static byte[] Table(int nics)
    {
        var text = new StringBuilder("layout: {like: bootlab, alignment: 8}\ninitiator: {flags: 3, name: \"iqn.2026-11.lab.boot:init\"}\nnics:\n");
        for (var i = 0; i < nics; i++)
        {
            text.Append($"  - {{flags: 7, ip_address: 10.{i}.0.2, subnet_mask_prefix: 24, origin: 1, mac_address: \"52:54:00:00:08:4{i}\", pci_bdf: \"0{i}:04.0\", host_name: host-with-a-name-of-some-length-{i}}}\n");
        }

        text.Append("targets:\n");
        for (var i = 0; i < nics; i++)
        {
            text.Append($"  - {{flags: 3, ip_address: 10.{i}.0.1, nic_association: {i}, name: \"iqn.2026-11.lab.boot:a-disk-with-a-name-of-some-length-{i}\"}}\n");
        }

        return TableSpec.Read(text.ToString(), "bench.yaml").Build();
    }
}
