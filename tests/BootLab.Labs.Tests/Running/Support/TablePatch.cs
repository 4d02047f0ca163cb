using System.Buffers.Binary;
using BootLab.Ibft;

namespace BootLab.Labs.Tests.Running.Support;

/// <summary>Changes single fields of a table's bytes by their offsets: what a table must look like after one input has changed.</summary>
public sealed class TablePatch
{
    private readonly byte[] _original;
    private readonly IbftTable _table;
    private readonly byte[] _bytes;
    private readonly List<Text> _texts;

    public TablePatch(byte[] table)
    {
        _original = table;
        _bytes = [.. table];
        _table = IbftReader.Read(table);
        _texts = [.. Texts(_table).Where(text => !text.String.IsAbsent).OrderBy(text => text.String.Offset)];
    }

    public IReadOnlyList<IbftNic> Nics => _table.Nics;

    public IReadOnlyList<IbftTarget> Targets => _table.Targets;

    public void Set(int offset, ReadOnlySpan<byte> value) => value.CopyTo(_bytes.AsSpan(offset));

    /// <summary>Puts another text in place of one wherever the table holds it, alone or at the end of an initiator name made from it.</summary>
    public void Replace(string old, string text)
    {
        for (var index = 0; index < _texts.Count; index++)
        {
            var value = _texts[index].Value;
            if (value == old || value.EndsWith($":{old}", StringComparison.Ordinal))
            {
                _texts[index] = _texts[index] with { Value = value[..^old.Length] + text };
            }
        }
    }

    /// <summary>The bytes: strings moved up or down as their lengths ask, length field and checksum made right.</summary>
    public byte[] ToArray()
    {
        var growth = _texts.Sum(text => text.Value.Length - text.String.Length);
        // iPXE fills the heap upwards and cuts the table behind it; EDK2 fills a table of fixed size from its end downwards.
        var isDownward = _table.Header.Length == 2048;
        var result = new byte[_bytes.Length + (isDownward ? 0 : growth)];
        var start = _texts[0].String.Offset;
        _bytes.AsSpan(0, start).CopyTo(result);
        var next = isDownward ? start - growth : start;
        foreach (var text in _texts)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(result.AsSpan(text.Descriptor), (ushort)text.Value.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(result.AsSpan(text.Descriptor + 2), (ushort)next);
            System.Text.Encoding.ASCII.GetBytes(text.Value, result.AsSpan(next));
            next += text.Value.Length + 1;
        }

        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(IbftOffsets.Header.Length), result.Length);
        result[IbftOffsets.Header.Checksum] = 0;
        result[IbftOffsets.Header.Checksum] = (byte)-result.Sum(value => value);
        return result;
    }

    /// <summary>Whether anything was changed at all.</summary>
    public bool IsChanged => !ToArray().AsSpan().SequenceEqual(_original);

    private static IEnumerable<Text> Texts(IbftTable table)
    {
        foreach (var initiator in table.Initiators)
        {
            yield return new(initiator.Offset + IbftOffsets.Initiator.Name, initiator.Name);
        }

        foreach (var nic in table.Nics)
        {
            yield return new(nic.Offset + IbftOffsets.Nic.HostName, nic.HostName);
        }

        foreach (var target in table.Targets)
        {
            yield return new(target.Offset + IbftOffsets.Target.Name, target.Name);
            yield return new(target.Offset + IbftOffsets.Target.ChapName, target.ChapName);
            yield return new(target.Offset + IbftOffsets.Target.ChapSecret, target.ChapSecret);
            yield return new(target.Offset + IbftOffsets.Target.ReverseChapName, target.ReverseChapName);
            yield return new(target.Offset + IbftOffsets.Target.ReverseChapSecret, target.ReverseChapSecret);
        }
    }

    private sealed record Text(int Descriptor, IbftString String)
    {
        public string Value { get; init; } = String.ToString();
    }
}
