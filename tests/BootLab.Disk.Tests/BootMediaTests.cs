using BootLab.Disk.Partitions;
using Xunit;

namespace BootLab.Disk.Tests;

public sealed class BootMediaTests
{
    [Theory]
    [InlineData("mbr.txt", "master boot record with no boot code and 3 partitions (active: type 0Ch, 20 MiB from LBA 2048); a BIOS jumps to sector 0, which holds no boot code; UEFI finds no EFI system partition")]
    [InlineData("gpt.txt", "GUID partition table with 2 partitions; a BIOS jumps to sector 0, which holds no boot code; UEFI looks for a boot loader in the EFI system partition at LBA 2048")]
    [InlineData("iso.txt", "ISO 9660 volume 'BOOTLAB_TEST' with 2 boot images; a BIOS starts the boot image in sector 34; UEFI looks for a boot loader in the boot image in sector 35")]
    public void Disks_are_described_in_one_sentence(string vector, string sentence)
    {
        using var disk = Vector.Open(vector);

        Assert.Equal(sentence, BootMedia.Describe(disk));
    }

    [Fact]
    public void An_empty_disk_has_nothing_to_start() => Assert.Equal(
        "no boot signature (55 AA) at byte 510, no volume; a BIOS finds nothing to start; UEFI finds no EFI system partition",
        BootMedia.Describe(new MemoryStream(new byte[65536])));

    [Fact]
    public void No_disk_is_too_short() => Assert.Equal("finds nothing to start", BootMedia.Read(new MemoryStream()).ForBios);

    [Fact]
    public void A_boot_sector_without_partitions_is_started()
    {
        var disk = new byte[65536];
        ((byte[])[0xfa, 0xf4, 0xeb, 0xfc]).CopyTo(disk, 0);
        (disk[510], disk[511]) = (0x55, 0xaa);

        Assert.Equal("boot sector with boot code and no partition; a BIOS starts the boot code in sector 0; UEFI finds no EFI system partition", BootMedia.Describe(new MemoryStream(disk)));
    }

    [Fact]
    public void A_damaged_gpt_is_told()
    {
        using var disk = Vector.Open("gpt.txt");
        disk.At(512, 8).Clear();
        disk.At(131071 * 512, 8).Clear();

        Assert.Equal("damaged GUID partition table (byte 0x200: found no signature 'EFI PART', expected a GPT header)", BootMedia.Read(disk).Contents);
    }

    [Fact]
    public void A_gpt_that_an_earlier_use_of_the_disk_left_is_not_looked_at()
    {
        using var disk = Vector.Open("gpt.txt");
        using var mbr = Vector.Open("mbr.txt");
        mbr.At(0, 512).CopyTo(disk.At(0, 512));

        Assert.Equal(BootMedia.Describe(mbr), BootMedia.Describe(disk));

        disk.At(0, 512).Clear();

        Assert.Equal("damaged GUID partition table (byte 0x0: found no protective master boot record (a partition of type EEh), expected one before a GUID partition table)", BootMedia.Read(disk).Contents);
        Assert.Equal("finds no EFI system partition", BootMedia.Read(disk).ForUefi);
    }

    [Fact]
    public void An_efi_system_partition_of_an_mbr_is_found()
    {
        using var disk = Vector.Open("mbr.txt");
        disk.At(446 + 16 + 4, 1)[0] = 0xef;

        Assert.Equal("looks for a boot loader in the EFI system partition at LBA 43008", BootMedia.Read(disk).ForUefi);
    }

    [Fact]
    public void From_the_first_sector_alone_a_gpt_is_known_by_its_protective_record()
    {
        using var disk = Vector.Open("gpt.txt");

        Assert.Equal("protective master boot record of a GUID partition table", BootMedia.FromSectors(disk.At(0, 512), []).Contents);
    }

    [Fact]
    public void Blocks_of_4096_bytes_move_the_gpt()
    {
        using var small = Vector.Open("gpt.txt");
        var disk = new byte[64 << 20];
        small.At(0, 512).CopyTo(disk);
        small.At(512, 512).CopyTo(disk.AsSpan(4096));
        small.At(1024, 16384).CopyTo(disk.AsSpan(8192));

        Assert.Equal(2, BootMedia.Read(new MemoryStream(disk), 4096).Gpt!.Partitions.Count);
        Assert.Equal(4096, GuidPartitionTable.GuessBlockSize(new MemoryStream(disk)));
        Assert.Equal(512, GuidPartitionTable.GuessBlockSize(small));
        Assert.Equal(512, GuidPartitionTable.GuessBlockSize(new MemoryStream()));
        Assert.Null(BootMedia.Read(new MemoryStream(disk)).Gpt);
    }
}
