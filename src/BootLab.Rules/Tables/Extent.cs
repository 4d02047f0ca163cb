namespace BootLab.Rules.Tables;

/// <summary>Bytes that a structure or a string takes.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte after the last one.</param>
/// <param name="IsString">Whether it is a string; its NUL is not counted.</param>
public readonly record struct Extent(int Start, int End, bool IsString);
