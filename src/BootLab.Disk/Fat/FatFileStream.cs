namespace BootLab.Disk.Fat;

/// <summary>The contents of a file.</summary>
internal sealed class FatFileStream : ReadOnlyStream
{
    private readonly FatBytes _bytes;
    private readonly List<FatRun> _runs;

    // The first cluster of the file that each run holds.
    private readonly long[] _starts;

    public FatFileStream(FatBytes bytes, List<FatRun> runs, long length)
    {
        (_bytes, _runs, Length) = (bytes, runs, length);
        _starts = new long[runs.Count];
        for (var i = 1; i < runs.Count; i++)
        {
            _starts[i] = _starts[i - 1] + runs[i - 1].Count;
        }
    }

    public override long Length { get; }

    private protected override void ReadAt(long position, Span<byte> buffer)
    {
        var clusterSize = _bytes.Units.ClusterSize;
        while (buffer.Length > 0)
        {
            var (number, within) = Math.DivRem(position, clusterSize);
            var found = Array.BinarySearch(_starts, number);
            var run = found >= 0 ? found : ~found - 1;
            var ahead = number - _starts[run];
            var there = (int)Math.Min(buffer.Length, ((_runs[run].Count - ahead) * clusterSize) - within);
            _bytes.Read(_bytes.PlaceOf((uint)(_runs[run].First + ahead)) + within, buffer[..there]);
            position += there;
            buffer = buffer[there..];
        }
    }
}
