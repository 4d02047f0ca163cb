using System.Buffers.Binary;
using BootLab.Disk.Optical;
using Xunit;

namespace BootLab.Disk.Tests;

/// <summary>A volume as xorriso writes it, and catalogues made by hand.</summary>
public sealed class OpticalTests
{
    [Fact]
    public void A_volume_of_xorriso_reads_as_it_was_made()
    {
        using var disk = Vector.Open("iso.txt");

        Assert.Equal(new IsoVolume("BOOTLAB_TEST", 187, 2048), IsoVolume.Read(disk.At(16 * 2048, 2048)));
    }

    [Fact]
    public void A_catalogue_of_xorriso_reads_as_it_was_made()
    {
        using var disk = Vector.Open("iso.txt");

        Assert.True(ElTorito.TryRead(disk, out var catalogue, out var error), error?.ToString());

        Assert.Equal(
            [new ElToritoEntry(ElToritoPlatform.X86, true, 0, 0, 4, 34), new ElToritoEntry(ElToritoPlatform.Efi, true, 0, 0, 8, 35)],
            catalogue.Entries);
        Assert.Equal(34u, catalogue.ForBios!.Lba);
        Assert.Equal(0x7c0, catalogue.ForBios.EffectiveLoadSegment);
        Assert.Equal(35u, catalogue.ForUefi!.Lba);
    }

    [Fact]
    public void Extensions_between_the_entries_of_a_section_are_passed_over()
    {
        var catalogue = Catalogue(
            [0x00], // the initial entry: not bootable
            [0x90, 0x00, 2, 0],
            [0x88, 0x02, 0, 0, 0, 0, 1, 0, 7], // a floppy
            [0x44],
            [0x88, 0x00, 0, 0, 0, 0, 1, 0, 8],
            [0x91, 0xef, 1, 0],
            [0x88, 0x00, 0, 0, 0, 0, 1, 0, 9],
            [0x90, 0x00, 1, 0], // behind the last section
            [0x88, 0x00, 0, 0, 0, 0, 1, 0, 10]);

        Assert.True(ElTorito.TryRead(catalogue, out var value, out _));

        Assert.Equal([0u, 7u, 8u, 9u], value.Entries.Select(entry => entry.Lba));
        Assert.Equal((8u, 9u), (value.ForBios!.Lba, value.ForUefi!.Lba));
    }

    [Fact]
    public void A_section_that_promises_more_than_there_is_ends_with_the_catalogue()
    {
        Assert.True(ElTorito.TryRead(Catalogue([0x88], [0x90, 0x00, 0xff, 0xff], [0x88]), out var value, out _));

        Assert.Equal(2, value.Entries.Count);
    }

    [Fact]
    public void A_validation_entry_has_to_add_up()
    {
        var catalogue = Catalogue([0x88]);
        catalogue[4] ^= 1;

        Assert.False(ElTorito.TryRead(catalogue, out _, out var error));

        Assert.Equal("byte 0x0: found a validation entry whose words add up to 0001, expected 0000", error!.ToString());
    }

    [Fact]
    public void A_disk_without_boot_record_has_no_catalogue()
    {
        Assert.False(ElTorito.TryRead(new MemoryStream(new byte[40960]), out _, out var error));

        Assert.Equal("byte 0x8800: found no boot record, expected 00 'CD001' and 'EL TORITO SPECIFICATION'", error!.ToString());
    }

    // The validation entry, then entries given by their first bytes.
    private static byte[] Catalogue(params byte[][] entries)
    {
        var catalogue = new byte[32 * (1 + entries.Length)];
        catalogue[0] = 1;
        (catalogue[30], catalogue[31]) = (0x55, 0xaa);
        BinaryPrimitives.WriteUInt16LittleEndian(catalogue.AsSpan(28), unchecked((ushort)-(1 + 0xaa55)));
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i].CopyTo(catalogue, 32 * (i + 1));
        }

        return catalogue;
    }
}
