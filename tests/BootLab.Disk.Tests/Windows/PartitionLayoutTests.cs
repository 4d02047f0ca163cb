using BootLab.Disk.Tests.Fat;
using BootLab.Disk.Tests.Ntfs;
using BootLab.Disk.Windows;
using CsCheck;
using Xunit;

namespace BootLab.Disk.Tests.Windows;

/// <summary>Disks put together at random of volumes that mkntfs and mformat made: each partition is found where it is, with its file system and label.</summary>
public sealed class PartitionLayoutTests(PartitionLayoutTests.Volumes volumes) : IClassFixture<PartitionLayoutTests.Volumes>
{
    private const int MiB = 1 << 20;

    // Of each partition: which volume, and how many MiB lie before it.
    private static readonly Gen<(int Volume, int Gap)[]> _layouts = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2]).Array[0, 7];

    [Fact]
    public void With_a_master_boot_record() => _layouts.Sample(
        layout =>
        {
            // Up to three primary partitions; what is more is logical.
            var primary = layout[..Math.Min(3, layout.Length)];
            var logical = layout[primary.Length..];
            var disk = new DiskBuilder(50);
            var expected = new List<(int, long, long, string?, string?)>();
            var next = MiB;
            foreach (var (index, gap) in primary)
            {
                var (bytes, name, label) = volumes.All[index];
                next += gap * MiB;
                disk.Add(7, next, bytes);
                expected.Add((expected.Count + 1, next, bytes.Length, name, label));
                next += RoundUp(bytes.Length);
            }

            var (extended, link) = (next, next);
            disk.Add(logical.Length > 0 ? (byte)0x0f : (byte)0, extended, []);
            for (var i = 0; i < logical.Length; i++)
            {
                var (bytes, name, label) = volumes.All[logical[i].Volume];
                var start = link + ((logical[i].Gap + 1) * MiB);
                next = start + RoundUp(bytes.Length);
                disk.Logical(extended, link, start, bytes, i + 1 < logical.Length ? next : null);
                expected.Add((5 + i, start, bytes.Length, name, label));
                link = next;
            }

            Assert.Equal(expected, Read(disk.Bytes));
        },
        iter: 50);

    [Fact]
    public void With_a_GUID_partition_table() => _layouts.Sample(
        layout =>
        {
            var partitions = new List<(int Number, string Type, Guid Id, int Start, byte[] Volume)>();
            var expected = new List<(int, long, long, string?, string?)>();
            var next = 1;
            foreach (var (index, gap) in layout)
            {
                // Numbers with gaps, too.
                var (bytes, name, label) = volumes.All[index];
                var number = (partitions.Count * 2) + 1;
                next += gap;
                partitions.Add((number, "0700", new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]), next, bytes));
                expected.Add((number, (long)next * MiB, bytes.Length, name, label));
                next += RoundUp(bytes.Length) / MiB;
            }

            using var disk = new GptDisk(50, [.. partitions]);

            Assert.Equal(expected, Read(disk.Bytes));
        },
        iter: 10,
        threads: 1);

    private static int RoundUp(int length) => (length + MiB - 1) / MiB * MiB;

    private static List<(int, long, long, string?, string?)> Read(byte[] disk) =>
        [.. WindowsImage.Read(new MemoryStream(disk)).Partitions.Select(partition => (partition.Number, partition.Start, partition.Length, partition.FileSystem, partition.Label))];

    /// <summary>One volume of each kind, and one without a file system.</summary>
    public sealed class Volumes
    {
        public Volumes()
        {
            using var ntfs = new NtfsImage(2, "--label", "an NTFS volume");
            using var fat12 = new FatImage(512, "-c", "1", "-v", "TWELVE");
            using var fat16 = new FatImage(4000, "-c", "1");
            All = [(File.ReadAllBytes(ntfs.Path), "NTFS", "an NTFS volume"), (fat12.Bytes, "FAT12", "TWELVE"), (fat16.Bytes, "FAT16", null), (new byte[MiB], null, null)];
        }

        public (byte[] Bytes, string? FileSystem, string? Label)[] All { get; }
    }
}
