namespace BootLab.Disk.Windows;

/// <summary>A partition as a reader found it.</summary>
/// <param name="Number">Its number: on a GPT disk its entry's, from 1; on an MBR disk 1 to 4, logical ones from 5.</param>
/// <param name="Start">Its first byte on the disk.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Type">Its type: <c>07h</c>, or a GUID with its name.</param>
/// <param name="FileSystem">NTFS, FAT32, ... or null.</param>
/// <param name="Label">The volume's label; null when there is none or it was not read.</param>
/// <param name="IsBootable">Active (MBR), or an EFI system partition.</param>
/// <param name="Problem">Why it cannot be read; null when it can.</param>
/// <param name="Missing">How many of its bytes the image does not have: it is cut off there.</param>
/// <param name="Id">Its own GUID on a GPT disk; null on others.</param>
public sealed record DiskPartition(int Number, long Start, long Length, string Type, string? FileSystem, string? Label, bool IsBootable, string? Problem = null, long Missing = 0, Guid? Id = null);
