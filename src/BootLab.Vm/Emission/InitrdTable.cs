using BootLab.Ibft;
using BootLab.Vm.Pieces;

namespace BootLab.Vm.Emission;

/// <summary>Linux' upgrade of ACPI tables by the initrd (Linux, Documentation/admin-guide/acpi/initrd_table_override.rst).</summary>
internal static class InitrdTable
{
    public static Emitted Emit(EmissionRequest request)
    {
        if (request.Table.Length < IbftOffsets.Header.Size)
        {
            throw new EmissionException($"found {request.Table.Length} bytes, expected at least a header of {IbftOffsets.Header.Size}; Linux takes whole tables only");
        }

        var table = request.Table.ToArray();
        "IBFT"u8.CopyTo(table);

        // Only the change of the signature is made good: a checksum that was wrong stays wrong by as much.
        table[IbftOffsets.Header.Checksum] += (byte)(request.Table[..4].Sum(value => value) - table[..4].Sum(value => value));
        var archive = new MemoryStream();
        var cpio = new CpioWriter(archive);
        cpio.AddFile("kernel/firmware/acpi/ibft.aml", table);
        cpio.Finish();
        return new Emitted
        {
            Files = [new EmittedFile(request.Path, archive.ToArray())],
            Notes =
            [
                "For Linux with CONFIG_ACPI_TABLE_UPGRADE on any machine with ACPI, real ones too: put the archive, uncompressed, in front of the initrd (cat ibft.cpio initrd.img >new.img, or initrd=ibft.cpio,initrd.img).",
                "The signature is IBFT in it, with the checksum to match, as Linux takes no other here; so it cannot test what a signature does.",
                "Linux drops a table whose checksum or length is wrong, an iBFT in low memory is found before this one, and a kernel locked down by Secure Boot takes none.",
            ],
        };
    }
}
