namespace BootLab.Labs.Files;

/// <summary>What a sweep varies, in the order of a case's id.</summary>
public enum MatrixDimension
{
    /// <summary>The boot program: one of the lab's runs by name, or a boot program.</summary>
    Producer,

    /// <summary>The machine's firmware.</summary>
    Firmware,

    /// <summary>Where the table is published.</summary>
    Delivery,

    /// <summary>Which NICs the table lists.</summary>
    Listed,

    /// <summary>The order of the NICs in the control structure.</summary>
    NicOrder,

    /// <summary>The order of the NIC structures in memory.</summary>
    MemoryOrder,

    /// <summary>The index bytes of the NICs.</summary>
    Index,

    /// <summary>Which NICs have zeroed address fields.</summary>
    ZeroIp,
}

/// <summary>The values that mean something by themselves; others are names, of NICs with a plus sign between them.</summary>
public static class MatrixWords
{
    /// <summary>What the producer does.</summary>
    public const string AsIs = "as-is";

    /// <summary>Backwards.</summary>
    public const string Reversed = "reversed";

    /// <summary>By PCI address.</summary>
    public const string Pci = "pci";

    /// <summary>0, 1, 2.</summary>
    public const string Dense = "dense";

    /// <summary>0 everywhere.</summary>
    public const string Zero = "zero";

    /// <summary>In base memory below 640 KiB, to be found by scanning.</summary>
    public const string LowMemory = "low-memory";

    /// <summary>Among the ACPI tables.</summary>
    public const string Acpi = "acpi";

    /// <summary>A PC BIOS.</summary>
    public const string Bios = "bios";

    /// <summary>UEFI.</summary>
    public const string Uefi = "uefi";

    /// <summary>A dimension as lab files and ids write it.</summary>
    public static string Word(this MatrixDimension dimension) => dimension switch
    {
        MatrixDimension.NicOrder => "nic-order",
        MatrixDimension.MemoryOrder => "memory-order",
        MatrixDimension.ZeroIp => "zero-ip",
        _ => dimension.ToString().ToLowerInvariant(),
    };

    /// <summary>What a dimension's values may be besides names; empty where there are only names.</summary>
    public static IReadOnlyList<string> Of(MatrixDimension dimension) => dimension switch
    {
        MatrixDimension.Firmware => [Bios, Uefi],
        MatrixDimension.Delivery => [LowMemory, Acpi],
        MatrixDimension.Listed or MatrixDimension.ZeroIp => [AsIs],
        MatrixDimension.NicOrder => [AsIs, Reversed, Pci],
        MatrixDimension.MemoryOrder => [AsIs, Reversed],
        MatrixDimension.Index => [AsIs, Dense, Zero, Reversed],
        _ => [],
    };

    /// <summary>The names of a list of NICs.</summary>
    public static string[] Nics(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Split('+');
    }
}

/// <summary>Tables of one machine that differ from each other on purpose: lists of values whose every combination is a case.</summary>
public sealed record MatrixSpec
{
    /// <summary>The values of each dimension that the lab varies; of the others the producer's own is taken.</summary>
    public required MatrixValues Values { get; init; }

    /// <summary>Named parts: values that stand in place of the matrix' own; a part may be put together from several.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MatrixValues>> Subsets { get; init; } = new Dictionary<string, IReadOnlyList<MatrixValues>>();

    /// <summary>What consumers must make of some cases.</summary>
    public IReadOnlyList<MatrixExpectation> Expect { get; init; } = [];
}

/// <summary>Lists of values by dimension.</summary>
/// <param name="ByDimension">Only dimensions that are named.</param>
public sealed record MatrixValues(IReadOnlyDictionary<MatrixDimension, IReadOnlyList<string>> ByDimension)
{
    /// <summary>These values in place of those of the same dimensions.</summary>
    public MatrixValues Over(MatrixValues others)
    {
        ArgumentNullException.ThrowIfNull(others);
        var all = new Dictionary<MatrixDimension, IReadOnlyList<string>>(others.ByDimension);
        foreach (var (dimension, values) in ByDimension)
        {
            all[dimension] = values;
        }

        return new MatrixValues(all);
    }
}

/// <summary>What consumers must make of the cases with certain values.</summary>
/// <param name="When">Which cases: those that have one of the values in each dimension named here.</param>
/// <param name="Verdicts">Verdicts by consumer.</param>
public sealed record MatrixExpectation(MatrixValues When, IReadOnlyDictionary<string, string> Verdicts);
