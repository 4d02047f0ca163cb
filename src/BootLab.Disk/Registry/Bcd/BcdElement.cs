using System.Buffers.Binary;

namespace BootLab.Disk.Registry.Bcd;

/// <summary>How the data of an element is to be taken (BcdElementType, bits 24 to 27).</summary>
public enum BcdElementFormat
{
    /// <summary>A device.</summary>
    Device = 1,

    /// <summary>Text.</summary>
    String = 2,

    /// <summary>The GUID of an object.</summary>
    Object = 3,

    /// <summary>GUIDs of objects.</summary>
    ObjectList = 4,

    /// <summary>A number of 64 bits.</summary>
    Integer = 5,

    /// <summary>Yes or no.</summary>
    Boolean = 6,

    /// <summary>Numbers of 64 bits.</summary>
    IntegerList = 7,
}

/// <summary>An element of an object: one setting.</summary>
/// <param name="Type">Class, format and number, as in the key's name.</param>
/// <param name="Value">The value as the hive holds it.</param>
public sealed record BcdElement(uint Type, RegistryValue Value)
{
    /// <summary>The format, which may be a number without a name.</summary>
    public BcdElementFormat Format => (BcdElementFormat)((Type >> 24) & 0xf);

    /// <summary>bcdedit's name, or null when it is not known here. The name of some numbers depends on the object.</summary>
    /// <param name="objectType">The object's type.</param>
    public string? NameIn(uint objectType) => BcdNames.OfElement(Type, objectType);

    /// <summary>The text, or null when the element is none.</summary>
    /// <exception cref="HiveFormatException">The data is not where the hive says; so for all that follow.</exception>
    public string? AsString => Format == BcdElementFormat.String ? Value.AsString : null;

    /// <summary>The GUIDs of an object or a list of objects; those that are malformed are left out.</summary>
    public IReadOnlyList<Guid> AsObjects => Format is BcdElementFormat.Object or BcdElementFormat.ObjectList
        ? [.. Value.AsStrings.Select(text => Guid.TryParseExact(text, "B", out var id) ? id : (Guid?)null).OfType<Guid>()]
        : [];

    /// <summary>The number, or null. Numbers are stored in 8 bytes, by some programs in fewer.</summary>
    public ulong? AsInteger => Format == BcdElementFormat.Integer && Value.Length is > 0 and <= sizeof(ulong) ? Number(Value.Bytes) : null;

    /// <summary>The numbers of a list.</summary>
    public IReadOnlyList<ulong> AsIntegers => Format == BcdElementFormat.IntegerList ? [.. Value.Bytes.Chunk(sizeof(ulong)).Select(Number)] : [];

    /// <summary>Yes or no, or null.</summary>
    public bool? AsBoolean => Format == BcdElementFormat.Boolean && Value.Length > 0 ? Value.Bytes[0] != 0 : null;

    /// <summary>The device, or null.</summary>
    public BcdDevice? AsDevice => Format == BcdElementFormat.Device ? BcdDevice.Read(Value.Bytes) : null;

    private static ulong Number(byte[] bytes)
    {
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        bytes.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64LittleEndian(padded);
    }
}
