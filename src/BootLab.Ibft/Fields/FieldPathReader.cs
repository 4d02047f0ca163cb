namespace BootLab.Ibft.Fields;

/// <summary>Reads the text of a <see cref="FieldPath"/>.</summary>
internal ref struct FieldPathReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    public bool TryRead(out FieldPath path)
    {
        path = default;
        if (!TryReadStructure(out var area, out var number))
        {
            return false;
        }

        if (_rest.IsEmpty)
        {
            path = new FieldPath(area, number, null);
            return true;
        }

        if (!TryReadWord('.', out var name))
        {
            return false;
        }

        if (area == TableArea.Control && TryReadExpansion(name, out number))
        {
            path = new FieldPath(area, number, IbftFields.Expansion);
            return _rest.IsEmpty;
        }

        if (IbftFields.Find(area, name) is not { } field || !TryReadPart(field, out var part))
        {
            return false;
        }

        path = new FieldPath(area, number, field, part);
        return true;
    }

    private bool TryReadStructure(out TableArea area, out int number)
    {
        var end = _rest.IndexOfAny('.', '[');
        var name = end < 0 ? _rest : _rest[..end];
        _rest = _rest[name.Length..];
        number = 0;
        area = name switch
        {
            "header" => TableArea.Header,
            "control" => TableArea.Control,
            "initiator" => TableArea.Initiator,
            "nic" => TableArea.Nic,
            "target" => TableArea.Target,
            _ => TableArea.Other,
        };
        if (area == TableArea.Other && name is not "other")
        {
            return false;
        }

        var isNumbered = _rest is ['[', ..];
        return area switch
        {
            TableArea.Header or TableArea.Control => !isNumbered,
            TableArea.Initiator when !isNumbered => true,
            _ => isNumbered && TryReadNumber(out number),
        };
    }

    private bool TryReadNumber(out int number)
    {
        number = 0;
        var end = _rest.IndexOf(']');
        if (end < 0 || !TryParseNumber(_rest[1..end], out number))
        {
            return false;
        }

        _rest = _rest[(end + 1)..];
        return true;
    }

    // The separator and the word behind it.
    private bool TryReadWord(char separator, out ReadOnlySpan<char> word)
    {
        word = default;
        if (_rest.IsEmpty || _rest[0] != separator)
        {
            return false;
        }

        var end = _rest[1..].IndexOf('.');
        word = end < 0 ? _rest[1..] : _rest[1..(end + 1)];
        _rest = _rest[(word.Length + 1)..];
        return true;
    }

    private static bool TryReadExpansion(ReadOnlySpan<char> name, out int number)
    {
        number = 0;
        return name.StartsWith(IbftFields.Expansion.Name) && TryParseNumber(name[IbftFields.Expansion.Name.Length..], out number);
    }

    private bool TryReadPart(IbftField field, out StringPart part)
    {
        part = StringPart.Whole;
        if (_rest.IsEmpty)
        {
            return true;
        }

        if (field.Kind != FieldKind.String || !TryReadWord('.', out var word) || !_rest.IsEmpty)
        {
            return false;
        }

        part = word switch
        {
            "length" => StringPart.Length,
            "offset" => StringPart.Offset,
            "text" => StringPart.Text,
            "terminator" => StringPart.Terminator,
            _ => StringPart.Whole,
        };
        return part != StringPart.Whole;
    }

    // At most as many as a table has room for; no sign, no blanks, no leading zero.
    private static bool TryParseNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        return digits.Length is > 0 and <= 5 && (digits[0] != '0' || digits.Length == 1)
            && int.TryParse(digits, System.Globalization.NumberStyles.None, null, out number);
    }
}
