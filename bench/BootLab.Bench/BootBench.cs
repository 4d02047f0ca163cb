using System.Diagnostics;
using BootLab.Labs.Running;
using BootLab.Net.Clock;

namespace BootLab.Bench;

/// <summary>One machine from power-on to its boot sector, its network and servers made anew each time: after the JIT has done its work.</summary>
public static class BootBench
{
    private const int WarmUp = 300;
    private const int Rounds = 500;

    public static void Run(string[] args)
    {
        var times = new List<double>();
        var bytes = new List<long>();
        long events = 0;
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            events = BootOnce();
            if (round == 0)
            {
                Console.WriteLine($"first boot {watch.Elapsed.TotalMilliseconds,8:f1} ms");
            }
            else if (round >= WarmUp)
            {
                times.Add(watch.Elapsed.TotalMilliseconds);
                bytes.Add(GC.GetAllocatedBytesForCurrentThread() - before);
            }
        }

        times.Sort();
        bytes.Sort();
        Console.WriteLine($"warm boot  {times[Rounds / 2],8:f3} ms (median of {Rounds}; p10 {times[Rounds / 10]:f3}, p90 {times[Rounds * 9 / 10]:f3})");
        Console.WriteLine($"allocated  {bytes[Rounds / 2] / 1024.0,8:f1} KiB");
        Console.WriteLine($"events     {events,8}");
    }

    private static long BootOnce()
    {
        var loop = EventLoop.CreateVirtual(LabRunner.Epoch);
        loop.Run(() => new FleetLab(loop).BootAsync(1));
        return loop.EventsRun;
    }
}
