namespace BootLab.Testing;

/// <summary>What code allocates.</summary>
public static class Allocations
{
    /// <summary>
    /// The bytes that some code allocates on this thread, the least of ten rounds: the runtime takes a little of its own now and then, as when it compiles anew; what the code takes it
    /// takes every time.
    /// </summary>
    public static long Least(Action code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            code();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
