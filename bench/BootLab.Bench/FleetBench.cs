using System.Diagnostics;
using BootLab.Labs.Running;
using BootLab.Net.Clock;

namespace BootLab.Bench;

/// <summary>
/// Many machines on one switch and one loop, from power-on to their table and boot sector: all at the same instant, or one each so many milliseconds of virtual time.
/// What every machine leaves behind (memory, events, console) is kept until the end.
/// </summary>
public static class FleetBench
{
    public static void Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0]) : 10_000;
        var stagger = TimeSpan.FromMilliseconds(args.Length > 1 ? int.Parse(args[1]) : 0);
        using var process = Process.GetCurrentProcess();
        var watch = Stopwatch.StartNew();
        var loop = EventLoop.CreateVirtual(LabRunner.Epoch);
        var runs = loop.Run(() =>
        {
            var lab = new FleetLab(loop);
            return Task.WhenAll(Enumerable.Range(1, count).Select(async number =>
            {
                if (stagger > TimeSpan.Zero)
                {
                    await Task.Delay(number * stagger, loop.Time);
                }

                return await lab.BootAsync(number);
            }));
        });
        watch.Stop();
        process.Refresh();
        Console.WriteLine($"machines   {count}, {(stagger > TimeSpan.Zero ? $"one each {stagger.TotalMilliseconds} ms" : "all at once")}");
        Console.WriteLine($"wall       {watch.Elapsed.TotalSeconds,8:f2} s ({watch.Elapsed.TotalMilliseconds / count:f3} ms a machine)");
        Console.WriteLine($"CPU        {process.TotalProcessorTime.TotalSeconds,8:f2} s (whole process)");
        Console.WriteLine($"peak       {process.PeakWorkingSet64 >> 20,8} MiB working set");
        Console.WriteLine($"live       {GC.GetTotalMemory(true) >> 20,8} MiB at the end ({GC.GetTotalMemory(false) / count / 1024.0:f1} KiB a machine)");
        Console.WriteLine($"allocated  {GC.GetTotalAllocatedBytes() >> 20,8} MiB ({GC.CollectionCount(0)} / {GC.CollectionCount(1)} / {GC.CollectionCount(2)} collections)");
        Console.WriteLine($"tables     {runs.Select(run => Convert.ToHexString(run.Table!.Bytes)).Distinct().Count(),8} different ones");
        Console.WriteLine($"events     {loop.EventsRun,8} on the loop");
        Console.WriteLine($"clock      {loop.Now.TotalSeconds,8:f1} s of virtual time");
    }
}
