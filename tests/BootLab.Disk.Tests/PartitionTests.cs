using BootLab.Disk.Partitions;
using Xunit;

namespace BootLab.Disk.Tests;

/// <summary>Partition tables as sfdisk and sgdisk write them; the commands are in the vectors.</summary>
public sealed class PartitionTests
{
    [Fact]
    public void An_mbr_of_sfdisk_reads_as_it_was_made()
    {
        using var disk = Vector.Open("mbr.txt");

        var mbr = MasterBootRecord.Read(disk.At(0, 512));

        Assert.Equal(0x12345678u, mbr.DiskSignature);
        Assert.False(mbr.HasBootCode);
        Assert.False(mbr.IsProtective);
        Assert.Equal(new MbrPartition(0, 0x80, 0x0c, new ChsAddress(0, 32, 33), new ChsAddress(2, 172, 42), 2048, 40960), mbr.Partitions[0]);
        Assert.Equal(new MbrPartition(1, 0, 0x83, new ChsAddress(2, 172, 43), new ChsAddress(4, 138, 54), 43008, 30000), mbr.Partitions[1]);
        Assert.Equal((0x05, 75000u, 56072u), (mbr.Partitions[2].Type, mbr.Partitions[2].FirstLba, mbr.Partitions[2].Sectors));
        Assert.Equal([true, true, true, false], mbr.Partitions.Select(partition => partition.IsUsed));
        Assert.Equal([true, false, false, false], mbr.Partitions.Select(partition => partition.IsActive));
    }

    [Fact]
    public void A_sector_without_signature_is_no_mbr()
    {
        Assert.False(MasterBootRecord.TryRead(new byte[512], out _, out var error));

        Assert.Equal("byte 0x1fe: found 00 00, expected the boot signature 55 AA", error!.ToString());
    }

    [Fact]
    public void A_short_sector_is_no_mbr()
    {
        var error = Assert.Throws<DiskFormatException>(() => MasterBootRecord.Read(new byte[511]));

        Assert.Equal("byte 0x1ff: found 511 bytes, expected a boot sector of 512", error.Message);
    }

    [Theory]
    [InlineData("mbr-chs.txt", 131072ul, 8, 255, 63)] // the end of a partition that ends on a cylinder
    [InlineData("mbr.txt", 131072ul, 12, 173, 63)] // heads from the highest end, sectors from the start on cylinder 0
    public void Geometry_follows_from_the_partitions(string vector, ulong blocks, uint cylinders, uint heads, uint sectors)
    {
        using var disk = Vector.Open(vector);

        Assert.Equal(new DiskGeometry(cylinders, heads, sectors), DiskGeometry.Guess(disk.At(0, 512), blocks));
    }

    [Theory]
    [InlineData(32768ul, 2)] // 16 MiB
    [InlineData(16065ul, 1)]
    [InlineData(16064ul, 0)] // just below 8 MB: every read by cylinder fails
    [InlineData(ulong.MaxValue, 1024)]
    public void Without_partitions_the_geometry_is_255_by_63(ulong blocks, uint cylinders) =>
        Assert.Equal(new DiskGeometry(cylinders, 255, 63), DiskGeometry.Guess(new byte[512], blocks));

    [Fact]
    public void Geometry_of_an_absurd_table_is_bounded()
    {
        var sector = new byte[512];
        sector.AsSpan(446, 16).Fill(0xff);
        sector[447] = 1; // starts on cylinder 0, head 1, sector 63, LBA 0: 1 - 63 wraps around
        sector[448] = 0x3f;
        sector[449] = 0;
        sector.AsSpan(454, 4).Clear();

        Assert.Equal(new DiskGeometry(0, 256, unchecked((uint)-62)), DiskGeometry.Guess(sector, 1000));
    }

    [Fact]
    public void A_gpt_of_sgdisk_reads_as_it_was_made()
    {
        using var disk = Vector.Open("gpt.txt");

        Assert.True(GuidPartitionTable.TryRead(disk, out var gpt, out var error), error?.ToString());

        Assert.Empty(gpt.Problems);
        Assert.Equal(Guid.Parse("11111111-2222-3333-4455-66778899AABB"), gpt.Header.DiskGuid);
        Assert.Equal((1ul, 131071ul, 34ul, 131038ul), (gpt.Header.MyLba, gpt.Header.AlternateLba, gpt.Header.FirstUsableLba, gpt.Header.LastUsableLba));
        Assert.Equal(new GptPartition(1, GptPartition.EfiSystem, Guid.Parse("AAAAAAAA-BBBB-CCCC-DDEE-FF0011223344"), 2048, 43007, 0, "EFI system"), gpt.Partitions[0]);
        Assert.Equal(("root", 43008ul, 131038ul, 88031ul), (gpt.Partitions[1].Name, gpt.Partitions[1].FirstLba, gpt.Partitions[1].LastLba, gpt.Partitions[1].Blocks));
        Assert.Equal(2, gpt.Partitions.Count);
    }

    [Fact]
    public void A_damaged_primary_header_is_replaced_by_the_backup()
    {
        using var disk = Vector.Open("gpt.txt");
        disk.At(512 + 40, 1)[0] ^= 1;

        Assert.True(GuidPartitionTable.TryRead(disk, out var gpt, out _));

        Assert.True(gpt.IsFromBackup);
        Assert.Equal(2, gpt.Partitions.Count);
        Assert.StartsWith("byte 0x210: found the header CRC 564c0015, expected ", Assert.Single(gpt.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_backup_is_a_problem_only()
    {
        using var disk = Vector.Open("gpt.txt");
        disk.At((131071 - 32) * 512, 1)[0] ^= 1;

        Assert.True(GuidPartitionTable.TryRead(disk, out var gpt, out _));

        Assert.False(gpt.IsFromBackup);
        Assert.Contains("GPT entries with the CRC", Assert.Single(gpt.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_in_a_wrong_place_is_refused()
    {
        using var disk = Vector.Open("gpt.txt");

        Assert.False(GptHeader.TryRead(disk.At(512, 512), 2, out _, out var error));

        Assert.Equal("byte 0x18: found a header for LBA 1, expected 2, where it stands", error!.ToString());
    }

    [Fact]
    public void Without_either_copy_there_is_no_table()
    {
        Assert.False(GuidPartitionTable.TryRead(new MemoryStream(new byte[4096]), out _, out var error));

        Assert.Equal("byte 0x200: found no signature 'EFI PART', expected a GPT header", error!.ToString());
    }
}
