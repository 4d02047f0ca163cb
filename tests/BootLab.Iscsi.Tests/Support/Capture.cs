using System.Buffers.Binary;
using BootLab.Testing;

namespace BootLab.Iscsi.Tests.Support;

/// <summary>The TCP payload of the packet capture of a real iPXE run: both directions, and each segment of the initiator.</summary>
public sealed class Capture
{
    private const int TargetPort = 47260;

    private Capture()
    {
        var file = File.ReadAllBytes(Repository.Fixture("ipxe-36a4c85", "dhcp-tftp-iscsi.pcap"));
        var next = new Dictionary<bool, uint>();
        for (var offset = 24; offset < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(offset + 8));
            AddFrame(file.AsSpan(offset + 16, length), next);
            offset += 16 + length;
        }
    }

    public List<byte[]> InitiatorSegments { get; } = [];

    public List<byte> FromInitiator { get; } = [];

    public List<byte> FromTarget { get; } = [];

    public static Capture Ipxe { get; } = new();

    private void AddFrame(ReadOnlySpan<byte> frame, Dictionary<bool, uint> next)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != 0x0800 || frame[23] != 6)
        {
            return;
        }

        var ip = frame[14..];
        var packet = ip[..BinaryPrimitives.ReadUInt16BigEndian(ip[2..])];
        var tcp = packet[((packet[0] & 0xf) * 4)..];
        var isInitiator = BinaryPrimitives.ReadUInt16BigEndian(tcp[2..]) == TargetPort;
        var sequence = BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]);
        var payload = tcp[((tcp[12] >> 4) * 4)..];

        // The capture ends with retransmissions of the target: they repeat what was seen.
        if (payload.IsEmpty || (next.TryGetValue(isInitiator, out var expected) && expected != sequence))
        {
            return;
        }

        next[isInitiator] = sequence + (uint)payload.Length;
        (isInitiator ? FromInitiator : FromTarget).AddRange(payload);
        if (isInitiator)
        {
            InitiatorSegments.Add(payload.ToArray());
        }
    }
}
