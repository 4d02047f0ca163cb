using BootLab.Firmware.Acpi;
using BootLab.Firmware.Bios;
using BootLab.Firmware.Scanning;
using BootLab.Machine;

namespace BootLab.Rom;

/// <summary>A table as it stands in memory, found the way a reader of that firmware finds it.</summary>
public sealed record TableInMemory(ulong Address, byte[] Bytes);

/// <summary>The memory of the emulated machine and where boot programs leave tables in it: base memory on BIOS, ACPI on UEFI.</summary>
public sealed class MachineMemory
{
    private readonly List<ulong> _published = [];
    private BaseMemoryReservation? _reservation;
    private RomBuild? _build;

    /// <summary>Memory of a machine that has just been powered on.</summary>
    public MachineMemory(MachineSpec machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        if (machine.Firmware == FirmwareKind.Bios)
        {
            Low = LowMemory.PowerOn(machine.MemoryMiB, machine.LocalDisks);
        }
        else
        {
            Acpi = new AcpiMemory(machine.MemoryMiB, new AcpiIdentifiers(machine.Acpi.OemId, machine.Acpi.OemTableId));
        }
    }

    /// <summary>The first MiB of a BIOS machine; null on UEFI.</summary>
    public LowMemory? Low { get; }

    /// <summary>The ACPI tables of a UEFI machine; null on BIOS.</summary>
    public AcpiMemory? Acpi { get; }

    /// <summary>Whether the table's address is a constant of the build that was seen in a real run; on UEFI, the firmware chooses it.</summary>
    public bool AddressIsObserved => _build?.Observed ?? false;

    /// <summary>On BIOS, takes the base memory that a build keeps for itself from its start on.</summary>
    public void Reserve(RomBuild build)
    {
        _build = build;
        if (Low is not null && build.ReservedKiB is not null)
        {
            _reservation = BaseMemoryReservation.Take(Low, build);
        }
    }

    /// <summary>Puts a table in place of the one before and returns its physical address.</summary>
    public ulong Publish(ReadOnlySpan<byte> table)
    {
        RemoveTables();
        if (Low is null)
        {
            var address = Acpi!.Install(table);
            _published.Add(address);
            return address;
        }

        if (_build is { ReservedKiB: null })
        {
            _reservation?.Release();
            _reservation = BaseMemoryReservation.Take(Low, _build, table.Length);
        }

        return (_reservation ?? throw new InvalidOperationException("the boot program has reserved no base memory")).Place(table);
    }

    /// <summary>Removes what this boot program published.</summary>
    public void RemoveTables()
    {
        _reservation?.Clear();
        foreach (var address in _published)
        {
            Acpi!.Uninstall(address);
        }

        _published.Clear();
    }

    /// <summary>Gives base memory back, as a boot program does that leaves nothing hooked; bytes of a table stay where they are.</summary>
    public void Release()
    {
        _reservation?.Release();
        _reservation = null;
    }

    /// <summary>The table that an operating system finds: on BIOS by scanning, on UEFI from the RSDP; null when there is none.</summary>
    public TableInMemory? FindTable()
    {
        if (Acpi is not null)
        {
            return Acpi.Tables().FirstOrDefault(table => table.Signature == "iBFT") is { } listed
                ? new TableInMemory(listed.Address, Acpi.Bytes.Read(listed.Address, (int)listed.Length))
                : null;
        }

        var hit = TableScanner.Scan(Low!.Bytes, ScanWindow.Specification) is [var first, ..] ? first : null;
        return hit is null ? null : new TableInMemory((ulong)hit.Address, Low.Bytes.Read((ulong)hit.Address, (int)hit.Length));
    }
}
