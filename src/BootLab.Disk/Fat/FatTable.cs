using System.Collections;

namespace BootLab.Disk.Fat;

/// <summary>Clusters of a file that lie together.</summary>
/// <param name="First">The first cluster.</param>
/// <param name="Count">How many.</param>
internal readonly record struct FatRun(uint First, uint Count);

/// <summary>The file allocation table: for each cluster the next one of the same file.</summary>
internal sealed class FatTable(FatBytes bytes)
{
    // Entries are read through a window, as a chain mostly goes on in the same one.
    private const int WindowSize = 512;
    private const int MostRuns = 1 << 20;
    private const long LargestTable = 1L << 30;

    private readonly byte[] _window = new byte[WindowSize];
    private long _windowNumber = -1;

    private FatKind Kind => bytes.Units.Kind;

    /// <summary>Follows a chain.</summary>
    /// <param name="first">Its first cluster.</param>
    /// <param name="count">How many clusters are wanted; null for all until the mark of the end.</param>
    /// <param name="referrer">Byte of the volume that names the first cluster, for errors.</param>
    /// <exception cref="FatFormatException">The chain leads out of the volume, into itself, or ends too early.</exception>
    public List<FatRun> Follow(uint first, long? count, long referrer)
    {
        var runs = new List<FatRun>();
        var seen = new BitArray((int)Math.Min(bytes.Units.Clusters + 2L, EntriesInImage()));
        var place = referrer;
        var cluster = first;
        for (var number = 0L; count is null || number < count; number++)
        {
            if (count is null && IsEnd(cluster) && number > 0)
            {
                break;
            }

            if (cluster < 2 || cluster - 2 >= bytes.Units.Clusters)
            {
                var what = IsEnd(cluster) ? "the mark of the end" : $"cluster {cluster}";
                throw new FatFormatException(place, $"found {what} after {number} clusters, expected one of 2 to {bytes.Units.Clusters + 1}{(count is null ? string.Empty : $" as the file has {count}")}");
            }

            if (cluster >= seen.Length)
            {
                throw new FatFormatException(PlaceOfEntry(cluster), $"found the image's end, expected the entry of cluster {cluster}: the image is truncated");
            }

            if (seen[(int)cluster])
            {
                throw new FatFormatException(place, $"found cluster {cluster} again after {number} clusters, expected each once: the chain runs in a circle");
            }

            seen[(int)cluster] = true;
            Add(runs, cluster, place);
            place = PlaceOfEntry(cluster);
            cluster = Next(cluster);
        }

        return runs;
    }

    /// <summary>The entry of a cluster, or one of the two before those of clusters.</summary>
    public uint Next(uint cluster)
    {
        // An entry of 12 bits may lie in two windows.
        var place = PlaceOfEntry(cluster);
        var value = (uint)(ByteAt(place) | (ByteAt(place + 1) << 8));
        return Kind switch
        {
            FatKind.Fat12 => (cluster & 1) == 0 ? value & 0xfff : value >> 4,
            FatKind.Fat16 => value,
            _ => (value | ((uint)ByteAt(place + 2) << 16) | ((uint)ByteAt(place + 3) << 24)) & 0x0fffffff,
        };
    }

    /// <summary>Whether an entry says that its cluster is the last of its file.</summary>
    private bool IsEnd(uint entry) => entry >= (Kind switch { FatKind.Fat12 => 0xff8u, FatKind.Fat16 => 0xfff8u, _ => 0x0ffffff8u });

    private long PlaceOfEntry(uint cluster) => bytes.Units.TableStart + ((long)cluster * (int)Kind / 8);

    // What a table can say is bounded by the part of it that the image has, whatever the boot sector claims.
    private long EntriesInImage() => Math.Clamp(bytes.Length - bytes.Units.TableStart, 0, LargestTable) * 8 / (int)Kind;

    private byte ByteAt(long place)
    {
        var (window, within) = Math.DivRem(place, WindowSize);
        if (window != _windowNumber)
        {
            _windowNumber = -1;
            bytes.Read(place - within, _window);
            _windowNumber = window;
        }

        return _window[within];
    }

    private static void Add(List<FatRun> runs, uint cluster, long place)
    {
        if (runs.Count > 0 && runs[^1] is var last && last.First + last.Count == cluster)
        {
            runs[^1] = last with { Count = last.Count + 1 };
            return;
        }

        if (runs.Count == MostRuns)
        {
            throw new FatFormatException(place, $"found more than {MostRuns} pieces, expected fewer in one file");
        }

        runs.Add(new FatRun(cluster, 1));
    }
}
