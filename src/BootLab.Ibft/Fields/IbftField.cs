namespace BootLab.Ibft.Fields;

/// <summary>One field of the header or of a structure.</summary>
/// <param name="Name">The name in paths, such as <c>ip_address</c>.</param>
/// <param name="Offset">The first byte, counted from the first byte of its structure.</param>
/// <param name="Size">How many bytes.</param>
/// <param name="Kind">What they hold.</param>
/// <param name="Description">What it is for, in one sentence.</param>
public sealed record IbftField(string Name, int Offset, int Size, FieldKind Kind, string Description);
