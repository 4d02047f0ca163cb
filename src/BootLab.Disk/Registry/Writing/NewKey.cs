using System.Buffers.Binary;
using System.Text;

namespace BootLab.Disk.Registry.Writing;

/// <summary>A key of a hive that is to be written.</summary>
public sealed class NewKey
{
    private readonly SortedDictionary<string, NewKey> _subkeys = new(ByUpperCase.Order);
    private readonly List<NewValue> _values = [];

    internal NewKey(string name) => Name = name;

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The class name, or null.</summary>
    public string? ClassName { get; set; }

    /// <summary>When the key was last changed; FILETIME's beginning when it does not matter, so that the same content is the same file.</summary>
    public DateTimeOffset LastWritten { get; set; } = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The subkeys in the order that a hive wants: by upper-cased name.</summary>
    public IReadOnlyCollection<NewKey> Subkeys => _subkeys.Values;

    /// <summary>The values in the order in which they were set.</summary>
    public IReadOnlyList<NewValue> Values => _values;

    /// <summary>The key at a path below this one, parts separated by <c>\</c>; what is missing is made.</summary>
    /// <exception cref="ArgumentException">A part is longer than 255 characters.</exception>
    public NewKey Key(string path)
    {
        var key = this;
        foreach (var part in path.Split('\\', StringSplitOptions.RemoveEmptyEntries))
        {
            const int LongestName = 255;
            if (part.Length > LongestName)
            {
                throw new ArgumentException($"found a key name of {part.Length} characters, expected at most {LongestName}", nameof(path));
            }

            if (!key._subkeys.TryGetValue(part, out var next))
            {
                next = new NewKey(part);
                key._subkeys.Add(part, next);
            }

            key = next;
        }

        return key;
    }

    /// <summary>Sets a value of any type. An earlier one of the same name is replaced; the empty name is the default value.</summary>
    /// <returns>This key.</returns>
    public NewKey Set(string name, RegistryValueType type, ReadOnlySpan<byte> data)
    {
        var value = new NewValue(name, type, data.ToArray());
        var index = _values.FindIndex(known => ByUpperCase.Order.Equals(known.Name, name));
        if (index < 0)
        {
            _values.Add(value);
        }
        else
        {
            _values[index] = value;
        }

        return this;
    }

    /// <summary>Sets a 32-bit value.</summary>
    /// <returns>This key.</returns>
    public NewKey Set(string name, uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return Set(name, RegistryValueType.DWord, bytes);
    }

    /// <summary>Sets a text, with the NUL that ends it.</summary>
    /// <returns>This key.</returns>
    public NewKey Set(string name, string text, RegistryValueType type = RegistryValueType.String) => Set(name, type, Encoding.Unicode.GetBytes(text + '\0'));

    /// <summary>Sets a list of texts.</summary>
    /// <returns>This key.</returns>
    public NewKey Set(string name, IEnumerable<string> texts) =>
        Set(name, RegistryValueType.MultiString, Encoding.Unicode.GetBytes(string.Concat(texts.Select(text => text + '\0')) + '\0'));
}

/// <summary>A value of a hive that is to be written.</summary>
/// <param name="Name">The name; empty for the default value.</param>
/// <param name="Type">The type.</param>
/// <param name="Data">The bytes as they are stored.</param>
public sealed record NewValue(string Name, RegistryValueType Type, byte[] Data);
