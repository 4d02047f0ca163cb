using System.Buffers.Binary;
using System.Net.NetworkInformation;
using BootLab.Ibft;
using BootLab.Ibft.Fields;

namespace BootLab.Report.Accounts;

/// <summary>A table with neutral values: all offsets and lengths as they were, the checksum as right or wrong as it was.</summary>
internal static class TableScrub
{
    // Fields that are one byte string or another, by what stands in them.
    private static readonly string[] s_secrets = ["chap_secret", "reverse_chap_secret"];

    /// <summary>The neutral bytes; null when the table cannot be read, or its structures lie over each other, so that nobody can say what its bytes are.</summary>
    public static byte[]? Of(ReadOnlyMemory<byte> table, Scrubber scrubber)
    {
        var reading = IbftReader.ReadLenient(table.Span);
        if (reading.Table is not { } content || reading.Anomalies.Any(anomaly => anomaly.IsUnreadable || anomaly.Kind == AnomalyKind.Overlap))
        {
            return null;
        }

        var source = table.ToArray();
        var result = new byte[source.Length]; // what is no field is left out
        var owned = new bool[source.Length];
        Keep(0, IbftOffsets.Header.Reserved);
        Keep(IbftOffsets.Control.Position, IbftOffsets.Control.Size);
        for (var offset = IbftOffsets.Control.Expansion; offset + 1 < content.Control.Length && IbftOffsets.Control.Position + offset + 1 < source.Length; offset += sizeof(ushort))
        {
            var at = IbftOffsets.Control.Position + offset;
            Keep(at, sizeof(ushort));
            if (BinaryPrimitives.ReadUInt16LittleEndian(source.AsSpan(at)) >= source.Length)
            {
                result.AsSpan(at, sizeof(ushort)).Fill(0xff); // no offset, and so somebody's bytes
            }
        }

        var structures = content.Initiators.Select(one => ((IbftStructure)one, IbftFields.Initiator))
            .Concat(content.Nics.Select(one => ((IbftStructure)one, IbftFields.Nic)))
            .Concat(content.Targets.Select(one => ((IbftStructure)one, IbftFields.Target)))
            .Concat(content.Others.Select(one => (one, IbftFields.StructureHeader)))
            .ToList();
        var strings = new List<(int Start, int End, bool IsSecret)>();
        foreach (var (structure, fields) in structures)
        {
            foreach (var field in fields.Where(field => structure.Offset + field.Offset + field.Size <= source.Length))
            {
                var at = structure.Offset + field.Offset;
                Keep(at, field.Size);
                switch (field.Kind)
                {
                    case FieldKind.Address when IbftAddress.Read(source.AsSpan(at)).ToIPAddress() is { } address:
                        IbftAddress.From(scrubber.Address(address)).Write(result.AsSpan(at));
                        break;
                    case FieldKind.Mac:
                        scrubber.Mac(new PhysicalAddress(source[at..(at + field.Size)])).GetAddressBytes().CopyTo(result, at);
                        break;
                    case FieldKind.String when IbftString.Read(source, at) is { Length: > 0 } text && text.Offset < source.Length:
                        strings.Add((text.Offset, text.Offset + text.Value.Length, s_secrets.Contains(field.Name)));
                        break;
                }
            }
        }

        foreach (var (start, end, isSecret) in Joined(strings))
        {
            var word = new ByteString(source.AsMemory(start, end - start));
            var neutral = (isSecret ? scrubber.Secret(word) : scrubber.Word(word)).Span;
            for (var at = start; at < end; at++)
            {
                // A string that runs over a structure does not change the structure.
                result[at] = owned[at] ? result[at] : neutral[at - start];
            }
        }

        foreach (var (start, end, _) in strings)
        {
            owned.AsSpan(start, end - start).Fill(true);
        }

        if (source.Where((value, at) => value != 0 && !owned[at]).Any())
        {
            scrubber.LeaveOut("bytes of the table that are no field");
        }

        result[IbftOffsets.Header.Checksum] += (byte)(IbftChecksum.Sum(source) - IbftChecksum.Sum(result));
        return result;

        void Keep(int start, int count)
        {
            var end = Math.Min(start + count, source.Length);
            source.AsSpan(start, end - start).CopyTo(result.AsSpan(start));
            owned.AsSpan(start, end - start).Fill(true);
        }
    }

    /// <summary>The ranges of strings, those that share bytes made one; with a secret in it, one that is secret.</summary>
    private static List<(int Start, int End, bool IsSecret)> Joined(IEnumerable<(int Start, int End, bool IsSecret)> strings)
    {
        var joined = new List<(int Start, int End, bool IsSecret)>();
        foreach (var one in strings.OrderBy(one => one.Start))
        {
            if (joined.Count > 0 && one.Start < joined[^1].End)
            {
                joined[^1] = (joined[^1].Start, Math.Max(one.End, joined[^1].End), joined[^1].IsSecret || one.IsSecret);
            }
            else
            {
                joined.Add(one);
            }
        }

        return joined;
    }
}
