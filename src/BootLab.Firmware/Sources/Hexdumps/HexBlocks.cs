namespace BootLab.Firmware.Sources.Hexdumps;

/// <summary>Puts the lines of a dump together: rows by their addresses where they have some, else row after row.</summary>
internal sealed class HexBlocks
{
    /// <summary>More than any memory that somebody prints.</summary>
    private const ulong MaximumBytes = 16 << 20;

    /// <summary>More lines than that much memory has.</summary>
    private const int MaximumLines = 1 << 20;

    private readonly List<HexBlock> _blocks = [];
    private readonly List<HexLine?> _lines;
    private readonly int _firstNumber;
    private readonly string[] _text;

    private HexBlocks(string[] lines, int firstNumber)
    {
        _text = lines;
        _firstNumber = firstNumber;
        _lines = [.. lines.Select((line, i) => HexLine.Read(line, firstNumber + i))];
    }

    /// <summary>The blocks in the order of the text.</summary>
    /// <param name="lines">Lines of text.</param>
    /// <param name="firstNumber">The number of the first one, for messages.</param>
    public static IReadOnlyList<HexBlock> Read(string[] lines, int firstNumber = 1)
    {
        if (lines.Length > MaximumLines)
        {
            throw new SourceFormatException($"found {lines.Length} lines, expected at most {MaximumLines}; cut out the part with the table");
        }

        var blocks = new HexBlocks(lines, firstNumber);
        var addressed = blocks._lines.OfType<HexLine>().Where(line => line is { Address: not null, Count: > 0 }).ToList();
        var loose = blocks._lines.OfType<HexLine>().Where(line => line is { Address: null, Count: >= 4 });
        if (addressed.Count > 0 && addressed.Sum(line => line.Count) >= loose.Sum(line => line.Count))
        {
            blocks.ReadAddressed(NumberBase(addressed));
        }
        else
        {
            blocks.ReadLoose();
        }

        return blocks._blocks;
    }

    /// <summary>The base in which most addresses differ by what stands between them: od counts in eights unless it is told otherwise.</summary>
    private static int NumberBase(List<HexLine> lines)
    {
        return new[] { 16, 8, 10 }.MaxBy(numberBase => Pairs(numberBase, count => count) + Pairs(numberBase, _ => 16));

        // Rows that a mail program has wrapped hold less than they should; most have sixteen bytes.
        int Pairs(int numberBase, Func<int, int> distance) => lines.Zip(lines.Skip(1)).Count(pair =>
            HexBlock.TryParse(pair.First.Address!, numberBase, out var first) && HexBlock.TryParse(pair.Second.Address!, numberBase, out var second)
            && second > first && second - first == (ulong)distance(pair.First.Count));
    }

    private void ReadAddressed(int numberBase)
    {
        var next = NextAddresses(numberBase);
        HexBlock? block = null;
        var repeats = false;
        for (var i = 0; i < _lines.Count; i++)
        {
            if (_text[i].Trim() == "*")
            {
                repeats = block is not null;
            }
            else if (_lines[i] is { Address: { } text } line && HexBlock.TryParse(text, numberBase, out var address) && (line.Count > 0 || block is null || repeats || address == block.End))
            {
                block = Join(block, line, address, repeats);
                repeats = false;
            }
            else if (_lines[i] is { } rest && block is { RowLength: > 0 })
            {
                // The end of a row that a mail program has wrapped, when the row lacks something.
                block.Append(rest.Count == 0 && rest.Address!.Length % 2 == 0 ? [rest.Address] : rest.Groups, Missing(block, next[i]));
            }
        }
    }

    /// <summary>For each line the address that stands next behind it.</summary>
    private ulong?[] NextAddresses(int numberBase)
    {
        var next = new ulong?[_lines.Count];
        for (var i = _lines.Count - 2; i >= 0; i--)
        {
            next[i] = _lines[i + 1] is { Address: { } text, Count: > 0 } && HexBlock.TryParse(text, numberBase, out var address) ? address : next[i + 1];
        }

        return next;
    }

    private HexBlock? Join(HexBlock? block, HexLine line, ulong address, bool repeats)
    {
        if (block is not null && address > block.RowStart && address < block.End)
        {
            block.CutTo(address);
        }

        if (block is not null && repeats && address > block.End && address - block.Start <= MaximumBytes)
        {
            block.RepeatTo(address);
        }

        if (block is null || address != block.End)
        {
            if (line.Count == 0)
            {
                return block;
            }

            if (block is not null && address > block.End)
            {
                block.Break = (line.Number, $"found address 0x{address:x}, expected 0x{block.End:x}: {address - block.End} bytes are missing");
            }

            _blocks.Add(block = new HexBlock(address, line.Number));
        }

        block.Add(line.Groups);
        return block;
    }

    /// <summary>How many bytes the last row lacks, by the next address; where none follows a row has 16 bytes.</summary>
    private static int Missing(HexBlock block, ulong? next) => next is null ? Math.Max(0, 16 - block.RowLength)
        : next > block.End && next - block.End <= 64 ? (int)(next - block.End) : 0;

    private void ReadLoose()
    {
        HexBlock? block = null;
        for (var i = 0; i < _lines.Count; i++)
        {
            // A short line among words is no dump.
            List<string> groups = _lines[i] is not { } line ? [] : line.Address is null ? [.. line.Groups] : [line.Address, .. line.Groups];
            if (groups.Count > 0 && groups.All(group => group.Length % 2 == 0) && (block is not null || groups.Sum(group => group.Length) >= 8))
            {
                if (block is null)
                {
                    _blocks.Add(block = new HexBlock(0, _firstNumber + i));
                }

                block.Add(groups);
            }
            else
            {
                block = null;
            }
        }
    }
}
