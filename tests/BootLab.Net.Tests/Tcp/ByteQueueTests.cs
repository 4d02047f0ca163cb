using BootLab.Net.Tcp;
using CsCheck;
using Xunit;

namespace BootLab.Net.Tests.Tcp;

public class ByteQueueTests
{
    [Fact]
    public void It_gives_back_what_it_was_given() => Gen.Select(Gen.Int[0, 700], Gen.Int[0, 700]).Array[1, 60].Sample(
        steps =>
        {
            var queue = new ByteQueue();
            var model = new List<byte>();
            byte next = 0;
            foreach (var (append, discard) in steps)
            {
                var bytes = Enumerable.Range(0, append).Select(_ => next++).ToArray();
                queue.Append(bytes);
                model.AddRange(bytes);
                var all = new byte[model.Count];
                queue.CopyTo(0, all);
                Assert.Equal(model, all);
                var count = Math.Min(discard, model.Count);
                queue.Discard(count);
                model.RemoveRange(0, count);
                Assert.Equal(model.Count, queue.Count);
            }
        },
        iter: 300);
}
