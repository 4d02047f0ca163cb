using System.Globalization;

namespace BootLab.Disk.Registry.Bcd;

/// <summary>A store of boot configuration data: the file BCD beside the boot manager, which is a registry hive.</summary>
public sealed class BcdStore
{
    private readonly Dictionary<Guid, BcdObject> _byId = [];

    private BcdStore(IReadOnlyList<BcdObject> objects)
    {
        Objects = objects;
        foreach (var known in objects)
        {
            _byId.TryAdd(known.Id, known);
        }
    }

    /// <summary>All objects in the hive's order.</summary>
    public IReadOnlyList<BcdObject> Objects { get; }

    /// <summary>The boot manager of Windows, or null.</summary>
    public BcdObject? BootManager => Find(BcdNames.BootManager);

    /// <summary>The entries of the menu in its order; those that are not in the store are left out.</summary>
    public IReadOnlyList<BcdObject> Menu => [.. (BootManager?.Element(BcdElementTypes.DisplayOrder)?.AsObjects ?? []).Select(Find).OfType<BcdObject>()];

    /// <summary>The entry that starts when nobody chooses: the default, else the first of the menu.</summary>
    public BcdObject? Default =>
        BootManager?.Element(BcdElementTypes.DefaultObject)?.AsObjects is [var id, ..] && Find(id) is { } entry ? entry
        : Menu is [var first, ..] ? first
        : null;

    /// <summary>Reads the objects of a store. Keys that are no objects or elements are passed over.</summary>
    /// <exception cref="HiveFormatException">The hive is malformed, or holds no boot configuration data.</exception>
    public static BcdStore Open(RegistryHive hive)
    {
        if (!hive.TryFind("Objects", out var objects))
        {
            throw HiveFormatException.At(HiveBaseBlock.RootCellOffset, $"found no key 'Objects' below the root '{hive.Root.Name}', expected a hive with boot configuration data");
        }

        return new BcdStore([.. objects.Subkeys.Select(ReadObject).OfType<BcdObject>()]);
    }

    /// <summary>The object of a GUID, or null.</summary>
    public BcdObject? Find(Guid id) => _byId.GetValueOrDefault(id);

    /// <summary>An element of an object, or of those that it inherits from (<c>inherit</c>), nearest first; null when none has it.</summary>
    public BcdElement? Inherited(BcdObject entry, uint type)
    {
        var seen = new HashSet<Guid>();
        var next = new Queue<BcdObject>([entry]);
        while (next.TryDequeue(out var current))
        {
            if (current.Element(type) is { } element)
            {
                return element;
            }

            foreach (var parent in current.Element(BcdElementTypes.Inherit)?.AsObjects ?? [])
            {
                if (seen.Add(parent) && Find(parent) is { } found)
                {
                    next.Enqueue(found);
                }
            }
        }

        return null;
    }

    private static BcdObject? ReadObject(RegistryKey key)
    {
        if (!Guid.TryParseExact(key.Name, "B", out var id))
        {
            return null;
        }

        var elements = (key.Find("Elements")?.Subkeys ?? []).Select(ReadElement).OfType<BcdElement>().OrderBy(element => element.Type);
        return new BcdObject(id, key.Find("Description")?.Value("Type")?.AsUInt32 ?? 0, [.. elements]);
    }

    private static BcdElement? ReadElement(RegistryKey key) =>
        uint.TryParse(key.Name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var type) && key.Value("Element") is { } value ? new BcdElement(type, value) : null;
}
