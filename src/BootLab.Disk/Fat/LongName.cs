namespace BootLab.Disk.Fat;

/// <summary>Gathers the parts of a long name, which stand before the entry of the file, the last part first.</summary>
internal sealed class LongName
{
    // Twenty parts are numbered; a name has at most 255 letters.
    private const int MostParts = 20;

    private readonly char[] _letters = new char[MostParts * FatEntry.PartLength];
    private int _length;
    private int _next;
    private byte _checksum;

    /// <summary>Takes the next part; one that does not go on where the last ended makes all void.</summary>
    public void Add(ReadOnlySpan<byte> part)
    {
        var (number, isLast) = FatEntry.Part(part);
        if (isLast && number is > 0 and <= MostParts)
        {
            (_length, _next, _checksum) = (number * FatEntry.PartLength, number, FatEntry.PartChecksum(part));
        }

        if (number == 0 || number != _next || FatEntry.PartChecksum(part) != _checksum)
        {
            Clear();
            return;
        }

        _next--;
        FatEntry.CopyPart(part, _letters.AsSpan(_next * FatEntry.PartLength));
    }

    /// <summary>The name, when all parts came and they are those of an entry; else null, and the short name holds.</summary>
    public string? For(ReadOnlySpan<byte> entry)
    {
        var isWhole = _length > 0 && _next == 0 && _checksum == FatEntry.Checksum(entry);
        var letters = _letters.AsSpan(0, _length);
        Clear();
        if (!isWhole)
        {
            return null;
        }

        var end = letters.IndexOf('\0');
        return new string(end < 0 ? letters : letters[..end]);
    }

    private void Clear() => (_length, _next) = (0, 0);
}
