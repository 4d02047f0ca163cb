using BootLab.Iscsi.Target;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Rom;

namespace BootLab.Vm.Capture;

/// <summary>A boot of the real iPXE, and the emulated one under the same conditions.</summary>
public sealed record CapturedBoot
{
    /// <summary>The lab as both ran it.</summary>
    public required LabFile Lab { get; init; }

    /// <summary>The emulated boot.</summary>
    public required BootRun Emulated { get; init; }

    /// <summary>The table that real iPXE left, in low memory or among the ACPI tables; null when it left none.</summary>
    public required TableInMemory? Table { get; init; }

    /// <summary>The table that the booted system was given instead, and with which it went on; null when the boot ended at its point.</summary>
    public HandOver? HandedOver { get; init; }

    /// <summary>Where the boot was when the table was taken.</summary>
    public required BootPoint Point { get; init; }

    /// <summary>What the guest printed, without control sequences.</summary>
    public required IReadOnlyList<string> Console { get; init; }

    /// <summary>What the guest printed on its second serial port: the report of BootLab's own guests.</summary>
    public required IReadOnlyList<string> Report { get; init; }

    /// <summary>The frames of the guest's NICs, as a pcapng file.</summary>
    public required byte[] Frames { get; init; }

    /// <summary>What the lab's targets saw of logins.</summary>
    public required IReadOnlyList<LoginRecord> Logins { get; init; }

    /// <summary>QEMU's version.</summary>
    public required string QemuVersion { get; init; }

    /// <summary>The real iPXE.</summary>
    public required IpxePackage Package { get; init; }

    /// <summary>Time from power-on to the point, on the wall clock.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What both boots had that the lab does not say.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What the console shows from the boot program's first words after its banner on.</summary>
    public IReadOnlyList<string> BootConsole => ConsoleText.OfBoot(Console);

    /// <summary>Whether both left the same bytes, or none.</summary>
    public bool BytesAreEqual => (Table?.Bytes ?? []).AsSpan().SequenceEqual(Emulated.Table?.Bytes);

    /// <summary>Whether both tables are at the same address.</summary>
    public bool AddressesAreEqual => Table?.Address == Emulated.Table?.Address;

    /// <summary>Whether both boots left the same. On UEFI it is not iPXE that chooses the address.</summary>
    public bool IsEqual => BytesAreEqual && (AddressesAreEqual || Lab.Machine.Firmware == FirmwareKind.Uefi);
}
