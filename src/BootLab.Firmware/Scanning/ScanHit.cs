namespace BootLab.Firmware.Scanning;

/// <summary>A signature found in memory.</summary>
/// <param name="Address">The physical address.</param>
/// <param name="Signature"><c>iBFT</c>, <c>IBFT</c> or <c>BIFT</c>.</param>
/// <param name="Length">The length that stands behind the signature; 0 where memory ends before it.</param>
/// <param name="ChecksumIsRight">Whether so many bytes are there and sum to 0.</param>
/// <param name="IsPlausible">Whether it looks like a table at all: a possible length that memory holds, and a control structure at byte 48.</param>
public sealed record ScanHit(long Address, string Signature, uint Length, bool ChecksumIsRight, bool IsPlausible);
