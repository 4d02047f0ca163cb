using System.Text;
using BootLab.Disk.Tests.Fat;
using BootLab.Disk.Windows;
using Xunit;

namespace BootLab.Disk.Tests.Windows;

/// <summary>Disks that are damaged, or made to harm: an image with problems in words, never an exception, in bounded memory.</summary>
public sealed class WindowsHostileTests
{
    private const int Mutations = 20_000;
    private const long MostMemory = 64 << 20;

    [Fact]
    public void Mutated_disks_are_read()
    {
        // A boot partition with FAT and logical partitions with NTFS, so that all readers have something to do.
        var disk = Small();
        var sectors = Enumerable.Range(0, disk.Length / 512).Where(sector => disk.AsSpan(sector * 512, 512).ContainsAnyExcept((byte)0)).ToArray();
        var random = new Random(20261123);
        var (sound, led) = (0, 0);
        for (var i = 0; i < Mutations; i++)
        {
            var undo = new Stack<(int At, byte Value)>();
            for (var count = random.Next(1, 12); count > 0; count--)
            {
                var at = (sectors[random.Next(sectors.Length)] * 512) + random.Next(512);
                undo.Push((at, disk[at]));
                disk[at] = (byte)(random.Next(4) switch { 0 => 0xff, 1 => 0, 2 => disk[at] ^ (1 << random.Next(8)), _ => random.Next(256) });
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            var image = WindowsImage.Read(new MemoryStream(disk, writable: false));
            _ = image.HasFile("\\Windows\\System32\\config\\SYSTEM");
            sound += image.Facts is null ? 0 : 1;
            led += image.BootPath.All(step => step.Problem is null) ? 1 : 0;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
            while (undo.TryPop(out var change))
            {
                disk[change.At] = change.Value;
            }
        }

        // Neither all sound nor all broken: the mutations reach what they are meant for.
        Assert.InRange(sound, Mutations / 10, Mutations - 1);
        Assert.InRange(led, Mutations / 10, sound);
    }

    [Fact]
    public void Truncated_disks_are_read()
    {
        var disk = Small();
        for (var length = 0; length < disk.Length; length += 40_000)
        {
            var image = WindowsImage.Read(new MemoryStream(disk, 0, length));
            Assert.NotNull(image.BootPath);
        }
    }

    [Fact]
    public void A_hive_that_says_it_is_huge_is_not_read()
    {
        var system = WindowsContents.System();
        BitConverter.TryWriteBytes(system.AsSpan(40), 0x7ffff000);
        var image = WindowsImage.Read(Disk(WindowsContents.OfWindows("winload.exe").With(WindowsContents.SystemHive, system)));

        // What is there of it is read; that it is cut off is said.
        Assert.NotNull(image.Facts);
        Assert.Contains(image.Notes, note => note.Contains("the hive is cut off", StringComparison.Ordinal));
    }

    [Fact]
    public void Many_partitions_of_one_volume_need_no_more_memory_than_128()
    {
        // A link to the same volume again and again: each sector of the chain has it at another distance.
        var volume = WindowsContents.OfWindows("none").ToNtfs();
        const int Extended = 2 * DiskBuilder.MiB;
        var disk = new DiskBuilder(16).Add(5, Extended, []);
        var start = 6 * DiskBuilder.MiB;
        for (var i = 0; i < 200; i++)
        {
            var place = Extended + (i * 512);
            disk.Logical(Extended, place, start, i == 0 ? volume : [], next: i == 199 ? null : place + 512);
            BitConverter.TryWriteBytes(disk.Bytes.AsSpan(place + 446 + 12), volume.Length / 512);
        }

        var image = WindowsImage.Read(disk.Open());

        Assert.Equal(200, image.Partitions.Count);
        Assert.Equal("not looked into, as it is behind the first 128", image.Partitions[128].Problem);
        Assert.Null(image.Partitions[127].Problem);
    }

    private static MemoryStream Disk(WindowsContents contents) => new DiskBuilder(10).Add(7, DiskBuilder.MiB, contents.ToNtfs(), active: true).Open();

    private static byte[] Small()
    {
        const int Boot = DiskBuilder.MiB, Windows = 3 * DiskBuilder.MiB;
        using var boot = new FatImage(1440);
        boot.MakeFolder("/Boot").Copy("/bootmgr", Encoding.ASCII.GetBytes("no program")).Copy("/Boot/BCD", new BcdContents(BcdContents.Mbr(DiskBuilder.Signature, Windows)).ToBytes());
        return new DiskBuilder(8).Add(6, Boot, boot.Bytes, active: true).Add(7, Windows, WindowsContents.OfWindows("winload.exe").ToNtfs(mebibytes: 4)).Bytes;
    }
}
