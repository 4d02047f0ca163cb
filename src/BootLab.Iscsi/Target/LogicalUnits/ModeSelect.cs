using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>MODE SELECT(6) and (10) (SPC-4, 6.11): changes D_SENSE and SWP of the control page; anything else must be sent as it is.</summary>
internal static class ModeSelect
{
    private const byte SavePages = 0x01;

    public static ScsiOutcome Select6(ItlNexus nexus, ReadOnlySpan<byte> cdb) => Select(nexus, cdb, cdb[4], headerLength: 4);

    public static ScsiOutcome Select10(ItlNexus nexus, ReadOnlySpan<byte> cdb) => Select(nexus, cdb, BinaryPrimitives.ReadUInt16BigEndian(cdb[7..]), headerLength: 8);

    private static ScsiOutcome Select(ItlNexus nexus, ReadOnlySpan<byte> cdb, int length, int headerLength) =>
        (cdb[1] & SavePages) != 0 ? ScsiOutcome.Check(SenseData.InvalidFieldInCdb)
        : length == 0 ? ScsiOutcome.Good
        : ScsiOutcome.Take(length, list => Apply(nexus, list.Span, headerLength) is { } sense ? ScsiOutcome.Check(sense) : ScsiOutcome.Good);

    private static SenseData? Apply(ItlNexus nexus, ReadOnlySpan<byte> list, int headerLength)
    {
        if (list.Length < headerLength)
        {
            return SenseData.ParameterListLengthError;
        }

        var descriptorLength = headerLength == 4 ? list[3] : BinaryPrimitives.ReadUInt16BigEndian(list[6..]);
        var pages = list[headerLength..];
        if (pages.Length < descriptorLength)
        {
            return SenseData.ParameterListLengthError;
        }

        if (!IsCurrent(nexus.Unit.Store!, pages[..descriptorLength]))
        {
            return SenseData.InvalidFieldInParameterList;
        }

        // Nothing changes unless all of it can.
        byte[]? control = null;
        for (pages = pages[descriptorLength..]; !pages.IsEmpty;)
        {
            var page = (byte)(pages[0] & 0x7f);
            if (ModePages.Current(nexus.Unit, page) is not { } current)
            {
                return SenseData.InvalidFieldInParameterList;
            }

            if (pages.Length < current.Length)
            {
                return SenseData.ParameterListLengthError;
            }

            var wanted = pages[..current.Length];
            if (!KeepsTheRest(wanted, current, ModePages.Changeable(nexus.Unit, page)!))
            {
                return SenseData.InvalidFieldInParameterList;
            }

            control = page == ModePages.Control ? wanted.ToArray() : control;
            pages = pages[current.Length..];
        }

        if (control is not null)
        {
            Change(nexus, control);
        }

        return null;
    }

    // A block descriptor of another size or length would be a format of the medium.
    private static bool IsCurrent(IBlockStore store, ReadOnlySpan<byte> descriptor)
    {
        if (descriptor.IsEmpty)
        {
            return true;
        }

        if (descriptor.Length is not (8 or 16))
        {
            return false;
        }

        var isLong = descriptor.Length == 16;
        var count = isLong ? BinaryPrimitives.ReadUInt64BigEndian(descriptor) : BinaryPrimitives.ReadUInt32BigEndian(descriptor);
        var most = isLong ? ulong.MaxValue : uint.MaxValue;
        var length = BinaryPrimitives.ReadUInt32BigEndian(descriptor[(isLong ? 12 : 4)..]) & (isLong ? uint.MaxValue : 0xffffff);
        return length == store.BlockSize && (count == 0 || count == most || count == (ulong)store.BlockCount);
    }

    // From the length on: the PS bit of the first byte has no meaning here.
    private static bool KeepsTheRest(ReadOnlySpan<byte> wanted, byte[] current, byte[] changeable)
    {
        for (var i = 1; i < current.Length; i++)
        {
            var free = i == 1 ? 0 : changeable[i];
            if (((wanted[i] ^ current[i]) & ~free) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static void Change(ItlNexus nexus, byte[] control)
    {
        var mode = nexus.Unit.Mode;
        var (descriptors, protects) = ((control[2] & ModePages.DescriptorSense) != 0, (control[4] & ModePages.SoftwareWriteProtect) != 0);
        if (mode.UsesDescriptorSense == descriptors && mode.IsWriteProtected == protects)
        {
            return;
        }

        mode.UsesDescriptorSense = descriptors;
        mode.IsWriteProtected = protects;
        nexus.Unit.AttendOthers(nexus, SenseData.ModeParametersChanged);
    }
}
