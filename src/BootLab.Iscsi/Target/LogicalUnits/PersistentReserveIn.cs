using System.Buffers.Binary;
using System.Text;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>PERSISTENT RESERVE IN (SPC-4, 6.15).</summary>
internal static class PersistentReserveIn
{
    // What READ RESERVATION says in place of a key when all registrants hold it.
    private const ulong NoKey = 0;

    public static ScsiOutcome ReadKeys(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var (generation, registrations, _) = nexus.Unit.Reservations.Persistent.Snapshot();
        var keys = new byte[registrations.Count * 8];
        for (var i = 0; i < registrations.Count; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(keys.AsSpan(i * 8), registrations[i].Key);
        }

        return Answer(generation, keys, cdb);
    }

    public static ScsiOutcome ReadReservation(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var (generation, registrations, type) = nexus.Unit.Reservations.Persistent.Snapshot();
        if (type == ReservationType.None)
        {
            return Answer(generation, [], cdb);
        }

        var isForAll = type >= ReservationType.WriteExclusiveAllRegistrants;
        var descriptor = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(descriptor, isForAll ? NoKey : registrations.Find(registration => registration.Holds).Key);
        descriptor[13] = (byte)type;
        return Answer(generation, descriptor, cdb);
    }

    /// <summary>All types of reservations; no optional way to register, and nothing that lasts through power loss.</summary>
    public static ScsiOutcome ReportCapabilities(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        const byte TypeMaskValid = 0x80, TypesLow = 0xea, TypesHigh = 0x01;
        return ScsiOutcome.Send([0, 8, 0, TypeMaskValid, TypesLow, TypesHigh, 0, 0], cdb[7..9]);
    }

    public static ScsiOutcome ReadFullStatus(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var (generation, registrations, type) = nexus.Unit.Reservations.Persistent.Snapshot();
        var answer = new List<byte>();
        Span<byte> descriptor = stackalloc byte[24];
        foreach (var (name, key, holds) in registrations)
        {
            var transportId = TransportId(name);
            descriptor.Clear();
            BinaryPrimitives.WriteUInt64BigEndian(descriptor, key);
            // ALL_TG_PT stays 0: the port is named. R_HOLDER, and then the type counts.
            descriptor[12] = (byte)(holds ? 1 : 0);
            descriptor[13] = (byte)(holds ? type : 0);
            BinaryPrimitives.WriteUInt16BigEndian(descriptor[18..], name.PortalGroupTag);
            BinaryPrimitives.WriteInt32BigEndian(descriptor[20..], transportId.Length);
            answer.AddRange(descriptor);
            answer.AddRange(transportId);
        }

        return Answer(generation, [.. answer], cdb);
    }

    private static ScsiOutcome Answer(uint generation, byte[] content, ReadOnlySpan<byte> cdb)
    {
        var answer = new byte[8 + content.Length];
        BinaryPrimitives.WriteUInt32BigEndian(answer, generation);
        BinaryPrimitives.WriteInt32BigEndian(answer.AsSpan(4), content.Length);
        content.CopyTo(answer, 8);
        return ScsiOutcome.Send(answer, cdb[7..9]);
    }

    // An iSCSI TransportID with the initiator port's name: format 01b, protocol 5; NUL-ended and padded to four bytes (SPC-4, 7.6.4.6).
    private static byte[] TransportId(NexusName name)
    {
        var text = Encoding.UTF8.GetBytes($"{name.InitiatorName},i,0x{name.Isid}");
        var padded = Math.Max(20, (text.Length + 4) & ~3);
        var id = new byte[4 + padded];
        id[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(id.AsSpan(2), (ushort)padded);
        text.CopyTo(id, 4);
        return id;
    }
}
