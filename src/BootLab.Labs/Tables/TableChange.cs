using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using BootLab.Ibft.Fields;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Tables;

/// <summary>Changes a description by field path.</summary>
internal static class TableChange
{
    /// <summary>The description with a field set; null and the reason when that cannot be.</summary>
    public static TableSpec? Set(TableSpec spec, FieldPath path, string value, Place place, out string? error)
    {
        error = path switch
        {
            { Field: null } => $"found the structure {path}, expected one of its fields",
            { Area: TableArea.Other } => $"found {path}, expected a field of the header, control, the initiator, a NIC or a target; write other structures with 'corrupt'",
            { Area: TableArea.Header, Field.Name: "checksum" } => "found header.checksum, expected the key 'checksum'",
            { Part: StringPart.Terminator } => $"found {path}, expected a field; change the byte with 'corrupt'",
            _ when path.Field == IbftFields.Expansion => $"found {path}, expected a field before the expansion; change it with 'corrupt'",
            _ => null,
        };
        if (error is not null)
        {
            return null;
        }

        var structure = Find(spec, path) ?? (CanAdd(spec, path) ? new StructureSpec(path.Area, place) : null);
        if (structure is null)
        {
            error = $"found {path}, but there is no such structure";
            return null;
        }

        FieldValue? set = path.Field!.Kind == FieldKind.String ? Text(structure, path, value, place) : Plain(path.Field, value, place);
        if (set is null)
        {
            error = $"found '{value}' for {path}, expected {FieldText.What(path.Kind, path.Part == StringPart.Whole ? path.Field.Size : 2)}";
            return null;
        }

        return Put(spec, path, structure.With(path.Field, set));
    }

    /// <summary>The description without a structure, or without what it says of a field.</summary>
    public static TableSpec? Remove(TableSpec spec, FieldPath path, out string? error)
    {
        error = null;
        if (Find(spec, path) is not { } structure || (path.Field is null && path.Area is TableArea.Header or TableArea.Control))
        {
            error = $"found {path}, but there is nothing of that name to take away";
            return null;
        }

        if (path.Field is { } field)
        {
            return Put(spec, path, structure.With(field, null));
        }

        return path.Area switch
        {
            TableArea.Nic => spec with { Nics = spec.Nics.RemoveAt(path.Number) },
            TableArea.Target => spec with { Targets = spec.Targets.RemoveAt(path.Number) },
            _ => spec with { Initiator = null },
        };
    }

    private static StructureSpec? Find(TableSpec spec, FieldPath path) => path.Area switch
    {
        TableArea.Header => spec.Header,
        TableArea.Control => spec.Control,
        TableArea.Initiator when path.Number == 0 => spec.Initiator,
        TableArea.Nic when path.Number < spec.Nics.Count => spec.Nics[path.Number],
        TableArea.Target when path.Number < spec.Targets.Count => spec.Targets[path.Number],
        _ => null,
    };

    private static bool CanAdd(TableSpec spec, FieldPath path) => path.Area switch
    {
        TableArea.Initiator => path.Number == 0,
        TableArea.Nic => path.Number == spec.Nics.Count,
        TableArea.Target => path.Number == spec.Targets.Count,
        _ => false,
    };

    private static TableSpec Put(TableSpec spec, FieldPath path, StructureSpec structure) => path.Area switch
    {
        TableArea.Header => spec with { Header = structure },
        TableArea.Control => spec with { Control = structure },
        TableArea.Initiator => spec with { Initiator = structure },
        TableArea.Nic => spec with { Nics = Put(spec.Nics, path.Number, structure) },
        _ => spec with { Targets = Put(spec.Targets, path.Number, structure) },
    };

    private static ImmutableList<StructureSpec> Put(ImmutableList<StructureSpec> list, int number, StructureSpec structure) =>
        number == list.Count ? list.Add(structure) : list.SetItem(number, structure);

    private static PlainValue? Plain(IbftField field, string value, Place place)
    {
        var bytes = new byte[field.Size];
        return FieldText.TryWrite(bytes, field.Kind, value) ? new PlainValue(place, bytes) : null;
    }

    private static StringValue? Text(StructureSpec structure, FieldPath path, string value, Place place)
    {
        var old = structure.Text(path.Field!) ?? new StringValue(place, []);
        if (path.Part is not (StringPart.Length or StringPart.Offset))
        {
            return old with { Place = place, Text = Encoding.UTF8.GetBytes(value), Length = null };
        }

        var isHex = value.StartsWith("0x", StringComparison.Ordinal);
        if (!ushort.TryParse(value.AsSpan(isHex ? 2 : 0), isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return path.Part == StringPart.Length ? old with { Place = place, Length = number } : old with { Place = place, Offset = number };
    }
}
