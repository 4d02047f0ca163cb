using System.Text;
using BootLab.Ibft;

namespace BootLab.Vm.Emission;

/// <summary>A way to hand a table to a machine or to a person.</summary>
public sealed class EmissionKind
{
    private readonly Func<EmissionRequest, Emitted> _emit;

    private EmissionKind(string name, string purpose, string defaultPath, Func<EmissionRequest, Emitted> emit) =>
        (Name, Purpose, DefaultPath, _emit) = (name, purpose, defaultPath, emit);

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<EmissionKind> All { get; } =
    [
        new("raw", "the bytes themselves", "ibft.bin", Raw),
        new("hex", "the bytes in hexadecimal digits", "ibft.hex", Hex),
        new("acpi", "an ACPI table for QEMU", "ibft.bin", AcpiTableFile.Emit),
        new("lowmem", "QEMU's loader puts the bytes into low memory", "ibft.bin", LowMemoryLoader.Emit),
        new("fw-cfg", "a whole set of ACPI tables for a QEMU without its own", "ibft-fw-cfg", FwCfgFiles.Emit),
        new("initrd", "an archive in front of a Linux initrd, on real machines too", "ibft.cpio", InitrdTable.Emit),
        new("qemu", "the command line of the lab's whole machine", "ibft.bin", QemuCommandLine.Emit),
        new("c-header", "defines for a boot program's source", "ibft_fixed.h", CHeader.Emit),
    ];

    /// <summary>The name on the command line.</summary>
    public string Name { get; }

    /// <summary>What it is, in a few words.</summary>
    public string Purpose { get; }

    /// <summary>The path when none is given.</summary>
    public string DefaultPath { get; }

    /// <summary>Emits a table.</summary>
    /// <exception cref="EmissionException">The table cannot be emitted in this way.</exception>
    public Emitted Emit(EmissionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Table.Length is 0 or > IbftOffsets.MaximumTableSize)
        {
            throw new EmissionException($"found a table of {request.Table.Length} bytes, expected 1 to {IbftOffsets.MaximumTableSize}; cut it out of its image with 'bootlab ibft scan' and its address");
        }

        var emitted = _emit(request);
        return HasSecrets(request.Table) ? emitted with { Notes = [.. emitted.Notes, "The table holds CHAP secrets in plain text, and so does what was written."] } : emitted;
    }

    private static bool HasSecrets(byte[] table) =>
        IbftReader.ReadLenient(table).Table is { } read && read.Targets.Any(target => target.ChapSecret.Length > 0 || target.ReverseChapSecret.Length > 0);

    private static Emitted Raw(EmissionRequest request) => new()
    {
        Files = [new EmittedFile(request.Path, request.Table)],
        Notes = ["The bytes as they are, for every other tool: fw_cfg of QEMU takes them with -fw_cfg name=opt/bootlab/ibft,file=FILE for firmware that reads that name itself."],
    };

    private static Emitted Hex(EmissionRequest request)
    {
        var text = new StringBuilder();
        foreach (var line in request.Table.Chunk(16))
        {
            text.AppendJoin(' ', line.Select(value => value.ToString("x2"))).Append('\n');
        }

        return new Emitted { Text = text.ToString(), Notes = ["Sixteen bytes a line; 'xxd -r -p' makes the file of it again."] };
    }
}
