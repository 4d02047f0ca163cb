using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>MODE SENSE(6) and (10) with the caching, control and informational exceptions pages (SPC-4, 6.13 and 7.5; SBC-3, 6.5).</summary>
internal static class ModePages
{
    public const byte Control = 0x0a;

    // Bits of the control page: D_SENSE in byte 2, SWP in byte 4.
    public const byte DescriptorSense = 0x04;
    public const byte SoftwareWriteProtect = 0x08;

    private const byte Caching = 0x08;
    private const byte InformationalExceptions = 0x1c;
    private const byte AllPages = 0x3f;
    private const byte DisableBlockDescriptors = 0x08;
    private const byte LongLba = 0x10;

    /// <summary>Which values of a page are asked for: the PC field.</summary>
    private enum Values
    {
        Current,
        Changeable,
        Default,
        Saved,
    }

    public static ScsiOutcome Sense6(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        if (Check(cdb) is { } sense)
        {
            return ScsiOutcome.Check(sense);
        }

        var (descriptor, pages) = (Descriptor(nexus.Unit, cdb), Asked(nexus.Unit, cdb));
        return ScsiOutcome.Send(
            [(byte)(descriptor.Length + pages.Length + 3), 0, DeviceSpecific(nexus.Unit), (byte)descriptor.Length, .. descriptor, .. pages], cdb[4]);
    }

    public static ScsiOutcome Sense10(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        if (Check(cdb) is { } sense)
        {
            return ScsiOutcome.Check(sense);
        }

        var (descriptor, pages) = (Descriptor(nexus.Unit, cdb), Asked(nexus.Unit, cdb));
        var isLong = (byte)(descriptor.Length == 16 ? 1 : 0);
        return ScsiOutcome.Send(
            [0, (byte)(descriptor.Length + pages.Length + 6), 0, DeviceSpecific(nexus.Unit), isLong, 0, 0, (byte)descriptor.Length, .. descriptor, .. pages], cdb[7..9]);
    }

    /// <summary>The current values of a page with its header; null when there is no such page.</summary>
    public static byte[]? Current(DeviceServer unit, byte page) => Page(unit, page, Values.Current);

    /// <summary>The bits of a page that can be changed.</summary>
    public static byte[]? Changeable(DeviceServer unit, byte page) => Page(unit, page, Values.Changeable);

    private static SenseData? Check(ReadOnlySpan<byte> cdb)
    {
        var page = cdb[2] & 0x3f;
        var subpage = cdb[3];
        return (Values)(cdb[2] >> 6) == Values.Saved ? SenseData.SavingNotSupported
            : (subpage is 0 or 0xff) && page is Caching or Control or InformationalExceptions or AllPages ? null
            : SenseData.InvalidFieldInCdb;
    }

    private static byte[] Asked(DeviceServer unit, ReadOnlySpan<byte> cdb)
    {
        var values = (Values)(cdb[2] >> 6);
        var page = (byte)(cdb[2] & 0x3f);
        return page == AllPages
            ? [.. Page(unit, Caching, values)!, .. Page(unit, Control, values)!, .. Page(unit, InformationalExceptions, values)!]
            : Page(unit, page, values)!;
    }

    private static byte[]? Page(DeviceServer unit, byte page, Values values)
    {
        var isChangeable = values == Values.Changeable;
        var isCurrent = values == Values.Current;
        switch (page)
        {
            case Caching:
                // WCE: what is written is safe only after SYNCHRONIZE CACHE, or with FUA.
                return [Caching, 18, (byte)(isChangeable || unit.Store!.IsReadOnly ? 0 : 0x04), .. new byte[17]];
            case Control:
                var descriptorSense = isChangeable || (isCurrent && unit.Mode.UsesDescriptorSense) ? DescriptorSense : (byte)0;
                var writeProtect = isChangeable || (isCurrent && unit.Mode.IsWriteProtected) ? SoftwareWriteProtect : (byte)0;
                // Byte 3: unrestricted reordering of simple tasks.
                return [Control, 10, descriptorSense, (byte)(isChangeable ? 0 : 0x10), writeProtect, .. new byte[7]];
            case InformationalExceptions:
                // DEXCPT: none are reported.
                return [InformationalExceptions, 10, (byte)(isChangeable ? 0 : 0x08), .. new byte[9]];
            default:
                return null;
        }
    }

    // WP, and DPOFUA.
    private static byte DeviceSpecific(DeviceServer unit) => (byte)(0x10 | (unit.WriteProtection() is null ? 0 : 0x80));

    private static byte[] Descriptor(DeviceServer unit, ReadOnlySpan<byte> cdb)
    {
        if ((cdb[1] & DisableBlockDescriptors) != 0)
        {
            return [];
        }

        var store = unit.Store!;
        if (cdb[0] == OperationCode.ModeSense10 && (cdb[1] & LongLba) != 0)
        {
            var longDescriptor = new byte[16];
            BinaryPrimitives.WriteInt64BigEndian(longDescriptor, store.BlockCount);
            BinaryPrimitives.WriteInt32BigEndian(longDescriptor.AsSpan(12), store.BlockSize);
            return longDescriptor;
        }

        var descriptor = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(descriptor, (uint)Math.Min(store.BlockCount, uint.MaxValue));
        // Byte 4 is reserved, the block length has 24 bits.
        BinaryPrimitives.WriteInt32BigEndian(descriptor.AsSpan(4), store.BlockSize);
        return descriptor;
    }
}
