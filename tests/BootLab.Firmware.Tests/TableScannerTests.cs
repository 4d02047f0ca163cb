using System.Buffers.Binary;
using BootLab.Firmware.Bios;
using BootLab.Firmware.Scanning;
using BootLab.Testing;

namespace BootLab.Firmware.Tests;

public class TableScannerTests
{
    private static readonly byte[] s_table = File.ReadAllBytes(Repository.Fixture("handmade", "two.bin"));
    private static readonly byte[] s_upperCase = File.ReadAllBytes(Repository.Fixture("handmade", "IBFT.bin"));

    [Fact]
    public void TheTableOfABootIsFoundWhereItWasPlaced()
    {
        var memory = LowMemory.PowerOn(128, disks: 0);
        var address = BaseMemoryReservation.Take(memory, RomBuild.Ipxe36a4c85).Place(s_table);

        Assert.Equal([new ScanHit(address, "iBFT", 507, true, true)], TableScanner.Scan(memory.ToImage()));
    }

    [Fact]
    public void EachKindOfReaderSeesItsOwnWindow()
    {
        var image = new byte[0x100000];
        Plant(image, 0x7fff0, s_table);
        Plant(image, 0x90000, s_upperCase);
        Plant(image, 0x98000, s_table);
        Plant(image, 0xb0000, s_table);
        Plant(image, 0xe0000, BroadcomStyle());

        Assert.Equal([0x7fff0L, 0x90000, 0x98000, 0xb0000, 0xe0000], Addresses(ScanWindow.Everywhere));
        Assert.Equal([0x98000L, 0xb0000], Addresses(ScanWindow.Specification));
        Assert.Equal([0x98000L, 0xb0000], Addresses(ScanWindow.Illumos));
        Assert.Equal([0x98000L, 0xe0000], Addresses(ScanWindow.Linux));
        Assert.Equal([0x90000L, 0x98000, 0xb0000], Addresses(ScanWindow.FreeBsd));

        IEnumerable<long> Addresses(ScanWindow window) => TableScanner.Scan(image, window: window).Select(hit => hit.Address);
    }

    [Fact]
    public void OnlyEverySixteenthAddressCountsUnlessAskedOtherwise()
    {
        var image = new byte[0x2000];
        Plant(image, 0x1001, s_table);

        Assert.Empty(TableScanner.Scan(image));
        Assert.Equal([0x1001L], TableScanner.Scan(image, window: ScanWindow.Everywhere with { AnyAlignment = true }).Select(hit => hit.Address));
        Assert.Equal([0x1010L], TableScanner.Scan(image, baseAddress: 15).Select(hit => hit.Address));
    }

    [Theory]
    [InlineData(0x100, 0)]
    [InlineData(0x101, 1)]
    [InlineData(0x1000, 1)]
    public void AWindowTakesTablesThatStartInIt(long end, int found)
    {
        var image = new byte[0x1000];
        Plant(image, 0x100, s_table);

        Assert.Equal(found, TableScanner.Scan(image, window: ScanWindow.Everywhere with { End = end }).Count);
        Assert.Equal(found, TableScanner.Scan(image, window: ScanWindow.Everywhere with { End = end, AnyAlignment = true }).Count);
        Assert.Equal(found, TableScanner.Scan(image, window: ScanWindow.Everywhere with { Hole = (end, long.MaxValue) }).Count);
        Assert.Empty(TableScanner.Scan(image, window: ScanWindow.Everywhere with { Start = 0x101, End = end }));
    }

    [Fact]
    public void ABrokenTableIsAHitThatSaysSo()
    {
        var image = new byte[0x1000];
        Plant(image, 0x100, File.ReadAllBytes(Repository.Fixture("handmade", "badck.bin")));
        Plant(image, 0x800, s_table[..8]);
        Plant(image, 0xff0, s_table[..16]);

        Assert.Equal(
            [new ScanHit(0x100, "iBFT", 507, false, true), new ScanHit(0x800, "iBFT", 507, false, false), new ScanHit(0xff0, "iBFT", 507, false, false)],
            TableScanner.Scan(image));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void MemoryMayEndInsideATable(int size)
    {
        var hits = TableScanner.Scan(s_table.AsSpan(0, size));

        Assert.Equal(size >= 4 ? [new ScanHit(0, "iBFT", 0, false, false)] : [], hits);
        Assert.Equal(hits, TableScanner.Scan(s_table.AsSpan(0, size), window: ScanWindow.Everywhere with { AnyAlignment = true }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PiecesOfAFileGiveWhatTheWholeGives(bool anyAlignment)
    {
        var random = new Random(1);
        var image = new byte[0x40000];
        for (var address = 0; address < image.Length - 0x400; address += random.Next(0x200, 0x2000))
        {
            Plant(image, anyAlignment ? address : address & ~15, s_table);
        }

        using var folder = new TemporaryFolder();
        var path = folder.Write("memory.bin", image);
        var window = ScanWindow.Everywhere with { AnyAlignment = anyAlignment };

        var whole = TableScanner.Scan(image, window: window);

        Assert.NotEmpty(whole);
        Assert.Equal(whole, TableScanner.ScanFile(path, window, pieceSize: 0x1000));
        Assert.Equal(whole, TableScanner.ScanFile(path, window));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AMachinesMemoryGivesWhatItsImageGives(bool anyAlignment)
    {
        // Tables across page ends, beside memory that was never written, at the very end, and one whose length reaches far into nothing.
        var memory = new PhysicalMemory(0x40000);
        var tooLong = s_table.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(tooLong.AsSpan(4), 0xf000);
        foreach (var address in (ulong[])[0x1ff0, 0x5000 - (ulong)s_table.Length, 0x8ffd, 0x3fff0])
        {
            memory.Write(address, s_table.AsSpan(0, (int)Math.Min((ulong)s_table.Length, memory.Size - address)));
        }

        memory.Write(0x20000, tooLong);
        var window = ScanWindow.Everywhere with { AnyAlignment = anyAlignment };

        var hits = TableScanner.Scan(memory, window);

        Assert.Equal(anyAlignment ? 5 : 3, hits.Count);
        Assert.Equal(TableScanner.Scan(memory.Read(0, 0x40000), window: window), hits);
    }

    [Fact]
    public void AddressesBeyondTwoGibibytesAreReached()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathTo("memory.bin");
        using (var file = File.Create(path))
        {
            file.SetLength(3L << 30);
            foreach (var address in (long[])[0x98000, (2L << 30) - 16, (3L << 30) - 0x1000])
            {
                file.Position = address;
                file.Write(s_table);
            }
        }

        // Looking at the holes of the file as well would only take time.
        var hits = TableScanner.ScanFile(path, ScanWindow.Everywhere with { Start = (2L << 30) - 0x10000, Hole = (2L << 30, (3L << 30) - 0x10000) });

        Assert.Equal([(2L << 30) - 16, (3L << 30) - 0x1000], hits.Select(hit => hit.Address));
        Assert.All(hits, hit => Assert.True(hit.ChecksumIsRight));
    }

    [Fact]
    public void AnEmptyFileHoldsNothing()
    {
        using var folder = new TemporaryFolder();

        Assert.Empty(TableScanner.ScanFile(folder.Write("memory.bin", [])));
    }

    [Fact]
    public void RandomMemoryNeverDisturbsTheScanner()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var image = new byte[random.Next(0, 300)];
            for (var at = 0; at + 4 <= image.Length; at += random.Next(1, 20))
            {
                "iBFTIBFTBIFT"u8.Slice(4 * random.Next(3), 4).CopyTo(image.AsSpan(at));
                image.AsSpan(at + 4, Math.Min(8, image.Length - at - 4)).Fill((byte)random.Next(256));
            }

            var start = random.Next(0x100000);
            Assert.All(TableScanner.Scan(image, start), hit =>
            {
                Assert.Equal(0, hit.Address % 16);
                Assert.InRange(hit.Address, start, start + image.Length - 4);
                Assert.False(hit.ChecksumIsRight && hit.Length > image.Length - (hit.Address - start));
            });
        }
    }

    private static void Plant(byte[] image, int address, byte[] table) => table.CopyTo(image, address);

    private static byte[] BroadcomStyle() => [.. "BIFT"u8, .. s_table[4..]];
}
