using System.Buffers.Binary;
using BootLab.Ibft;
using BootLab.Os.Linux;

namespace BootLab.Vm.Judging;

/// <summary>Makes a verdict of a guest's report about a table.</summary>
internal static class VerdictReader
{
    private const string Link = " -> ";

    public static LinuxVerdict Read(ReadOnlySpan<byte> table, GuestReport report, bool isFresh)
    {
        var view = View(report["ibft"]);
        var loadError = report["load"].Count > 0 ? string.Join("; ", report["load"].Distinct()) : null;
        var isRejected = loadError is not null || view.Count == 0;
        var dropped = isRejected ? [] : Dropped(table, view);
        var outcome = isRejected ? VerdictOutcome.Rejected : dropped.Count > 0 ? VerdictOutcome.AcceptedInPart : VerdictOutcome.Accepted;
        return new LinuxVerdict(outcome, KernelLog.Messages(report["messages"]), loadError, dropped, view, isFresh)
        {
            HasSearched = isFresh,
            SearchMessages = isFresh ? KernelLog.Messages(report["found"]) : [],
        };
    }

    /// <summary>From lines "./path:text", one for each line of a file, and "./path -> target".</summary>
    internal static List<SysfsEntry> View(IEnumerable<string> lines)
    {
        var entries = new SortedDictionary<string, SysfsEntry>(StringComparer.Ordinal);
        foreach (var line in lines.Where(line => line.StartsWith("./", StringComparison.Ordinal)))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var arrow = line.IndexOf(Link, StringComparison.Ordinal);
            if (arrow >= 0 && (colon < 0 || arrow < colon))
            {
                entries[line[2..arrow]] = new SysfsEntry(line[2..arrow], line[(arrow + Link.Length)..], IsLink: true);
            }
            else if (colon > 0)
            {
                var path = line[2..colon];
                var text = line[(colon + 1)..];
                entries[path] = entries.TryGetValue(path, out var begun) ? begun with { Value = $"{begun.Value}\n{text}" } : new SysfsEntry(path, text);
            }
        }

        return [.. entries.Values];
    }

    /// <summary>What the control structure names and the kernel does not show. Linux leaves the first field, extensions, aside.</summary>
    internal static List<string> Dropped(ReadOnlySpan<byte> table, List<SysfsEntry> view)
    {
        // A folder is that of one structure only: of several that would have its name, the one that is whole.
        var free = view.Select(entry => entry.Path.Split('/')[0]).ToHashSet();
        var dropped = new List<(int Field, string Text)>();
        var slots = (IbftReader.ReadLenient(table).Table?.Control.Slots ?? []).Skip(1).Where(slot => slot.Offset != 0).ToList();
        foreach (var isWhole in new[] { true, false })
        {
            foreach (var slot in slots)
            {
                if (IsWhole(table, slot.Offset) == isWhole && Name(table, slot.Offset) is var structure && !free.Remove(structure))
                {
                    dropped.Add((slot.FieldOffset, $"{structure} at 0x{slot.Offset:x}, named by the control structure's field at 0x{slot.FieldOffset:x}"));
                }
            }
        }

        return [.. dropped.OrderBy(one => one.Field).Select(one => one.Text)];
    }

    private static bool IsWhole(ReadOnlySpan<byte> table, int offset) => offset <= table.Length - IbftOffsets.StructureHeader.Size
        && BinaryPrimitives.ReadUInt16LittleEndian(table[(offset + IbftOffsets.StructureHeader.Length)..]) == IbftOffsets.SizeOf((StructureId)table[offset]);

    /// <summary>The folder that Linux makes for a structure, or for one that it knows nothing of a description.</summary>
    private static string Name(ReadOnlySpan<byte> table, int offset)
    {
        if (offset > table.Length - IbftOffsets.StructureHeader.Size)
        {
            return "a structure outside of the table";
        }

        var index = table[offset + IbftOffsets.StructureHeader.Index];
        return (StructureId)table[offset + IbftOffsets.StructureHeader.Id] switch
        {
            StructureId.Initiator => "initiator",
            StructureId.Nic => $"ethernet{index}",
            StructureId.Target => $"target{index}",
            var other => $"a structure with id {(byte)other}",
        };
    }
}
