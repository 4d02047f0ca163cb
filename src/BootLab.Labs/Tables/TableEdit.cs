using BootLab.Ibft.Fields;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Tables;

/// <summary>A change to the bytes of a table that has been built.</summary>
internal abstract record TableEdit(Place Place);

/// <summary>Bytes over a place.</summary>
internal sealed record BytesEdit(Place Place, int Offset, byte[] Bytes) : TableEdit(Place);

/// <summary>A value for a field, or bytes from its first one on.</summary>
internal sealed record FieldEdit(Place Place, FieldPath Field, string? Value, byte[]? Bytes) : TableEdit(Place);

/// <summary>Another size: cut off, or zero bytes at the end.</summary>
internal sealed record ResizeEdit(Place Place, int Size) : TableEdit(Place);
