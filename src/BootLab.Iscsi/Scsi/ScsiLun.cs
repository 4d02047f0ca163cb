namespace BootLab.Iscsi.Scsi;

/// <summary>A logical unit number as SAM writes it: eight bytes, four groups of 16 bits (SAM-5, 4.7).</summary>
/// <param name="Value">The eight bytes as a big-endian number: LUN 1 is 0x0001000000000000.</param>
public readonly record struct ScsiLun(ulong Value)
{
    /// <summary>The highest plain number.</summary>
    public const ushort MaxNumber = 0x3fff;

    /// <summary>The field for a plain number: peripheral addressing below 256, flat space addressing up to 16383.</summary>
    public static ScsiLun FromNumber(ushort number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, MaxNumber);
        return new((ulong)(number < 256 ? number : 0x4000 | number) << 48);
    }

    /// <summary>The plain number of a single-level field, by either addressing method; false for anything else.</summary>
    public bool TryGetNumber(out ushort number)
    {
        number = (ushort)((Value >> 48) & 0x3fff);
        return (Value >> 62) < 2 && (Value & 0xffff_ffff_ffff) == 0;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("x16");
}
