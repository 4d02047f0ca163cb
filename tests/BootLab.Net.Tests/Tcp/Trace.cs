using System.Buffers.Binary;
using System.Globalization;
using BootLab.Net.Tests.Hosts;

namespace BootLab.Net.Tests.Tcp;

/// <summary>The TCP segments of a wire, a line each: who sent it, flags, and sequence numbers from each side's first on.</summary>
internal static class Trace
{
    public static string[] Of(Segment segment)
    {
        var first = new Dictionary<byte, uint>();
        var lines = new List<string>();
        foreach (var (at, frame) in segment.Frames)
        {
            var bytes = frame.Span;
            if (bytes[12] != 8 || bytes[13] != 0 || bytes[23] != 6)
            {
                continue;
            }

            var tcp = bytes[34..];
            var sequence = BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]);
            var acknowledgement = BinaryPrimitives.ReadUInt32BigEndian(tcp[8..]);
            first.TryAdd(bytes[11], sequence);
            var bits = tcp[13];
            var flags = string.Concat("FSRPA".Where((_, bit) => (bits >> bit & 1) != 0));
            var length = bytes.Length - 34 - (tcp[12] >> 4) * 4;
            var acknowledged = first.TryGetValue(bytes[5], out var start) && flags.Contains('A', StringComparison.Ordinal) ? acknowledgement - start : 0;
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{at.TotalMilliseconds:0.###} {bytes[11]} {flags} seq {sequence - first[bytes[11]]} ack {acknowledged} len {length}"));
        }

        return [.. lines];
    }
}
