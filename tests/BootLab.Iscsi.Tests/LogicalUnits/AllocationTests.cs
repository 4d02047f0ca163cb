using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using BootLab.Iscsi.Wire;
using BootLab.Testing;
using Xunit;

namespace BootLab.Iscsi.Tests.LogicalUnits;

/// <summary>Reading and writing costs no memory.</summary>
public class AllocationTests
{
    [Theory]
    [InlineData("copy on write")]
    [InlineData("file")]
    [InlineData("overlay")]
    public void Reads_and_writes_of_4_KiB_allocate_nothing(string kind)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("disk.img", new byte[1 << 20]);
        var store = kind == "copy on write" ? DiskClient.Blank() : StoreWriting.Open(kind, path);
        using var disposing = store as IDisposable;
        var initiator = new ScriptedInitiator(new TargetOptions { Name = Rig.TargetName, Luns = new Dictionary<ushort, IBlockStore> { [1] = store } })
            .Enter(operationalKeys: "InitialR2T=Yes\0ImmediateData=Yes");
        var write = PduWriter.ToArray(new ScsiCommand(true, 0xa1, 1ul << 48, 1, 4096, 1, 7, Cdbs.Write(8, 8)), new byte[4096]);
        var read = PduWriter.ToArray(new ScsiCommand(true, 0xc1, 1ul << 48, 2, 4096, 1, 7, Cdbs.Read(8, 8)));
        for (var i = 0; i < 100; i++)
        {
            Do();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Do();
        }

        // The runtime itself may take a little, once; the smallest object for each command would be twice this.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 24_000);

        void Do()
        {
            initiator.Session.Receive(write);
            Drain();
            initiator.Session.Receive(read);
            Assert.True(Drain() >= 4096);
        }

        int Drain()
        {
            var count = 0;
            while (initiator.Session.TryTakeOutput(out var segment))
            {
                count += segment.Length;
            }

            return count;
        }
    }
}
