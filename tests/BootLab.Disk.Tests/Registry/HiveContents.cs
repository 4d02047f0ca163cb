using System.Globalization;
using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Writing;

namespace BootLab.Disk.Tests.Registry;

/// <summary>Hives as lines that can be compared, and hives made of chance.</summary>
internal static class HiveContents
{
    private const string Letters = "aZk09 _-.#{}&'äßÉ\u00ffЖпрд\u0131中文\u20ac";

    /// <summary>A line for each key, and one for each value with its type and bytes, sorted.</summary>
    public static List<string> Lines(RegistryHive hive)
    {
        var lines = new List<string>();
        Walk(hive.Root, string.Empty, (path, key) =>
        {
            lines.Add($"[{path}]");
            lines.AddRange(key.Values.Select(value => Line(path, value.Name, (uint)value.Type, value.Bytes)));
        });
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <summary>The same of what was to be written.</summary>
    public static List<string> Lines(NewKey root)
    {
        var lines = new List<string>();
        Add(root, string.Empty);
        lines.Sort(StringComparer.Ordinal);
        return lines;

        void Add(NewKey key, string path)
        {
            lines.Add($"[{path}]");
            lines.AddRange(key.Values.Select(value => Line(path, value.Name, (uint)value.Type, value.Data)));
            foreach (var subkey in key.Subkeys)
            {
                Add(subkey, $"{path}\\{subkey.Name}");
            }
        }
    }

    /// <summary>A line for each key, and one for each value by what it means: the numbers, texts and bytes that synthetic disks have.</summary>
    public static List<string> Shown(RegistryHive hive)
    {
        var lines = new List<string>();
        Walk(hive.Root, string.Empty, (path, key) =>
        {
            lines.Add($"[{path}]");
            lines.AddRange(key.Values.Select(value =>
            {
                var (type, shown) = value.Type switch
                {
                    RegistryValueType.DWord => ("int32", value.AsUInt32!.Value.ToString(CultureInfo.InvariantCulture)),
                    RegistryValueType.String => ("string", value.AsString),
                    RegistryValueType.ExpandString => ("expand", value.AsString),
                    RegistryValueType.MultiString => ("string-list", string.Join('|', value.AsStrings)),
                    _ => ("binary", Convert.ToBase64String(value.Bytes)),
                };
                return $"{path}\t{value.Name}\t{type}\t{shown}";
            }));
        });
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    public static string Line(string path, string name, uint type, ReadOnlySpan<byte> data) => $"{path}\t{name}\t{type:x}\t{Convert.ToHexStringLower(data)}";

    public static void Walk(RegistryKey key, string path, Action<string, RegistryKey> visit)
    {
        visit(path, key);
        foreach (var subkey in key.Subkeys)
        {
            Walk(subkey, $"{path}\\{subkey.Name}", visit);
        }
    }

    /// <summary>Keys nested and side by side, names of all sorts, values of every type and of lengths around each limit of the format.</summary>
    public static RegistryHiveWriter Random(int seed, int keys, SubkeyListKind kind = SubkeyListKind.Lh, int leafSize = 1012, uint minorVersion = 5, int longest = 70_000)
    {
        var random = new Random(seed);
        var writer = new RegistryHiveWriter("generated")
        {
            ListKind = kind,
            LeafSize = leafSize,
            MinorVersion = minorVersion,
            LastWritten = Time(random),
        };
        var made = new List<NewKey> { writer.Root };
        for (var i = 0; i < keys; i++)
        {
            // Half of the keys below one parent, so that its lists are long.
            var parent = i % 2 == 0 ? writer.Root : made[random.Next(made.Count)];
            var key = parent.Key(Name(random, i));
            key.LastWritten = Time(random);
            key.ClassName = random.Next(10) == 0 ? Name(random, i) : null;
            made.Add(key);
            for (var count = random.Next(4); count > 0; count--)
            {
                var type = random.Next(20) == 0 ? (uint)random.Next(12, int.MaxValue) : (uint)random.Next(12);
                key.Set(random.Next(8) == 0 ? string.Empty : Name(random, count), (RegistryValueType)type, Data(random, type, longest));
            }
        }

        return writer;
    }

    private static string Name(Random random, int number) =>
        string.Concat(random.GetItems<char>(Letters, random.Next(12))).Trim() + number.ToString(CultureInfo.InvariantCulture);

    // Whole seconds, as hivexml prints no more.
    private static DateTimeOffset Time(Random random) => new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(1_000_000_000));

    private static byte[] Data(Random random, uint type, int longest)
    {
        var length = type switch
        {
            (uint)RegistryValueType.DWord or (uint)RegistryValueType.DWordBigEndian => sizeof(uint),
            (uint)RegistryValueType.QWord => sizeof(ulong),
            _ => random.Next(160) switch
            {
                0 => random.Next(16340, 16350),
                1 => random.Next(2 * 16344 - 2, 2 * 16344 + 3),
                2 => random.Next(longest),
                < 6 => 0,
                _ => random.Next(1, 60),
            },
        };
        var data = new byte[Math.Min(length, longest)];
        random.NextBytes(data);
        return data;
    }
}
