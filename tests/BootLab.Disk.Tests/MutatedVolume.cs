using Xunit;

namespace BootLab.Disk.Tests;

/// <summary>A volume with a few bytes of its structures changed, over and over: it is read, or refused with a place, in bounded memory.</summary>
internal static class MutatedVolume
{
    private const int Mutations = 20_000;
    private const int Seed = 20261123;

    /// <summary>Changes one to three bytes at a time and undoes them; between a tenth and nine tenths must be refused, or the changes hit nothing, or everything.</summary>
    /// <typeparam name="TError">What the format's reader throws.</typeparam>
    /// <param name="image">The volume.</param>
    /// <param name="targets">Where bytes are changed.</param>
    /// <param name="mostMemory">Bytes that one reading may allocate.</param>
    /// <param name="read">Opens the volume and reads all of it.</param>
    /// <param name="placeOf">The place that an error names.</param>
    public static void Check<TError>(byte[] image, IReadOnlyList<(int Start, int Length)> targets, long mostMemory, Action read, Func<TError, long> placeOf)
        where TError : Exception
    {
        var random = new Random(Seed);
        var refused = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var undo = new Stack<(int At, byte Value)>();
            for (var count = random.Next(1, 4); count > 0; count--)
            {
                var (start, length) = targets[random.Next(targets.Count)];
                var at = start + random.Next(length);
                undo.Push((at, image[at]));
                image[at] = (byte)(random.Next(4) switch { 0 => 0xff, 1 => 0, 2 => image[at] ^ (1 << random.Next(8)), _ => random.Next(256) });
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read();
            }
            catch (TError error)
            {
                refused++;
                Assert.True(placeOf(error) >= 0, error.Message);
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, mostMemory);
            while (undo.TryPop(out var change))
            {
                image[change.At] = change.Value;
            }
        }

        Assert.InRange(refused, Mutations / 10, Mutations * 9 / 10);
    }
}
