using System.Security.Cryptography;
using BootLab.Firmware;
using BootLab.Ibft;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Labs.Sweeping;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Rom;
using BootLab.Vm.Judging;

namespace BootLab.Vm.Sweeping;

/// <summary>A case with its table: the emulated boot, as if its boot program had written that table.</summary>
public sealed class SweptCase
{
    private SweptCase(LabFile lab, MatrixCase one, BootRun boot, TableDelivery delivery) => (Lab, Case, Boot, Delivery) = (lab, one, boot, delivery);

    /// <summary>The lab.</summary>
    public LabFile Lab { get; }

    /// <summary>The case.</summary>
    public MatrixCase Case { get; }

    /// <summary>The emulated boot with the table of the case; without one when the boot left none.</summary>
    public BootRun Boot { get; }

    /// <summary>Where the table is published.</summary>
    public TableDelivery Delivery { get; }

    /// <summary>The table's bytes; null when there is none.</summary>
    public byte[]? Bytes => Boot.Table?.Bytes;

    /// <summary>The same, read; null when there is none.</summary>
    public IbftTable? Table => Boot.Content;

    /// <summary>SHA-256 of the table, 64 lower-case hexadecimal digits; null when there is none.</summary>
    public string? Sha256 => Bytes is null ? null : Convert.ToHexStringLower(SHA256.HashData(Bytes));

    /// <summary>The machine.</summary>
    public MachineSpec Machine => Boot.Machine;

    /// <summary>Makes the table of a case.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="one">The case.</param>
    /// <param name="boot">Its boot program's boot.</param>
    /// <exception cref="Ibft.Layouts.LayoutException">The table does not fit.</exception>
    public static SweptCase Of(LabFile lab, MatrixCase one, BootRun boot)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(boot);
        var delivery = one[MatrixDimension.Delivery] switch
        {
            null => DeliveredTable.Usual(boot.Machine.Firmware),
            MatrixWords.Acpi => TableDelivery.Acpi,
            _ => TableDelivery.LowMemory,
        };
        if (boot.Content is not { } written || boot.Table is not { } found)
        {
            return new SweptCase(lab, one, boot, delivery);
        }

        var table = TableVariation.Apply(written, BootPrograms.LayoutOf(boot.Rom, boot.Machine.Firmware), boot.Machine, one);
        return new SweptCase(lab, one, boot with { Content = table, Table = found with { Bytes = IbftWriter.Write(table) } }, delivery);
    }

    /// <summary>What an operating system finds in memory.</summary>
    public BootMemory Memory() => Bytes is null ? new BootMemory(Machine.Firmware, new PhysicalMemory(1 << 20)) : DeliveredTable.Memory(Bytes, Machine.Firmware, Delivery);

    /// <summary>The lab's name for the NIC whose structure is at an offset of the table; the offset when it has none.</summary>
    public string NicAt(int offset) => Table?.Nics.FirstOrDefault(nic => nic.Offset == offset) is { } listed && Machine.Nics.FirstOrDefault(nic => nic.Mac.Equals(listed.MacAddress)) is { } known
        ? known.Name
        : $"0x{offset:x}";
}
