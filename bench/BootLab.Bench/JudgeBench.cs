using System.Diagnostics;
using BootLab.Vm.Judging;
using BootLab.Vm.Pieces;

namespace BootLab.Bench;

/// <summary>Tables judged by a real kernel: by guests that wait between tables, by a guest of its own each from a saved state, and by one that boots.</summary>
internal static class JudgeBench
{
    public static async Task RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0]) : 300;
        var guests = args.Length > 1 ? int.Parse(args[1]) : Environment.ProcessorCount;
        var tables = Directory.EnumerateFiles(Path.Combine("tests", "fixtures", "captured"), "table.bin", SearchOption.AllDirectories)
            .Select(file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file)).ToArray();
        var pieces = await GuestPiecesCache.OfUser().FindOrPrepareAsync(Console.WriteLine, CancellationToken.None);

        await using var judge = new LinuxJudge(pieces, new JudgeOptions { Guests = guests });
        var boot = await TimeAsync(judge, tables, guests);
        var waiting = await TimeAsync(judge, tables, count);
        await using var freshJudge = new LinuxJudge(pieces, new JudgeOptions { Guests = guests, AlwaysFresh = true });
        var freshCount = 10 * guests;
        var fresh = await TimeAsync(freshJudge, tables, freshCount);
        await using var bootingJudge = new LinuxJudge(pieces, new JudgeOptions { Guests = guests, AlwaysBoot = true });
        var bootingCount = 2 * guests;
        var booting = await TimeAsync(bootingJudge, tables, bootingCount);
        Console.WriteLine($"{guests} guests start and judge a table each: {boot.TotalSeconds:0.0} s");
        Console.WriteLine($"{count} tables by waiting guests: {waiting.TotalSeconds:0.0} s, {60 * count / waiting.TotalSeconds:0} a minute");
        Console.WriteLine($"{freshCount} tables by a guest each, from a saved state: {fresh.TotalSeconds:0.0} s, {60 * freshCount / fresh.TotalSeconds:0} a minute");
        Console.WriteLine($"{bootingCount} tables by a guest each that boots: {booting.TotalSeconds:0.0} s, {60 * bootingCount / booting.TotalSeconds:0} a minute");
        Console.WriteLine($"waiting : saved state : boot = {Rate(count, waiting) / Rate(bootingCount, booting):0.0} : {Rate(freshCount, fresh) / Rate(bootingCount, booting):0.0} : 1");
    }

    private static double Rate(int count, TimeSpan time) => count / time.TotalSeconds;

    private static async Task<TimeSpan> TimeAsync(LinuxJudge judge, ReadOnlyMemory<byte>[] tables, int count)
    {
        var watch = Stopwatch.StartNew();
        var verdicts = await judge.JudgeAllAsync(Enumerable.Range(0, count).Select(number => tables[number % tables.Length]));
        return verdicts.All(verdict => verdict.Outcome == VerdictOutcome.Accepted) ? watch.Elapsed : throw new InvalidOperationException("a table that was accepted before is not accepted now");
    }
}
