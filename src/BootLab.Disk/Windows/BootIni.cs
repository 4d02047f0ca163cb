using System.Globalization;
using System.Text;

namespace BootLab.Disk.Windows;

/// <summary>A place as boot.ini names it: <c>multi(0)disk(0)rdisk(0)partition(1)\WINDOWS</c>.</summary>
/// <param name="Adapter">multi, scsi or signature.</param>
/// <param name="AdapterNumber">The number behind it: of an adapter, or a disk's signature (hexadecimal in the text).</param>
/// <param name="Disk">The disk, from 0: rdisk, or disk on a SCSI adapter.</param>
/// <param name="Partition">The partition, from 1: primary ones first, then logical ones.</param>
/// <param name="SystemRoot">The folder of Windows.</param>
internal sealed record ArcPath(string Adapter, uint AdapterNumber, uint Disk, uint Partition, string SystemRoot)
{
    /// <summary>Reads a path; null when it is none.</summary>
    public static ArcPath? Read(string text)
    {
        var rest = text.Trim();
        if (!Take(ref rest, out var adapter, out var first) || adapter is not ("multi" or "scsi" or "signature")
            || !uint.TryParse(first, adapter == "signature" ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !TakeNumber(ref rest, "disk", out var disk) || !TakeNumber(ref rest, "rdisk", out var rdisk) || !TakeNumber(ref rest, "partition", out var partition)
            || !rest.StartsWith('\\'))
        {
            return null;
        }

        return new ArcPath(adapter, number, adapter == "scsi" ? disk : rdisk, partition, rest);
    }

    private static bool TakeNumber(ref string rest, string name, out uint number)
    {
        number = 0;
        return Take(ref rest, out var found, out var text) && found == name && uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    // A name and what is in the brackets behind it.
    private static bool Take(ref string rest, out string name, out string number)
    {
        var (open, close) = (rest.IndexOf('(', StringComparison.Ordinal), rest.IndexOf(')', StringComparison.Ordinal));
        var isSound = open > 0 && close > open;
        (name, number) = isSound ? (rest[..open].ToLowerInvariant(), rest[(open + 1)..close]) : (string.Empty, string.Empty);
        rest = isSound ? rest[(close + 1)..] : rest;
        return isSound;
    }
}

/// <summary>The boot configuration of ntldr (Windows NT to Server 2003).</summary>
/// <param name="Default">The place that starts when nobody chooses, as written.</param>
/// <param name="Entries">The places of the menu, as written, and their texts.</param>
internal sealed record BootIni(string? Default, IReadOnlyList<(string Place, string Text)> Entries)
{
    /// <summary>Bytes of the longest file that is read; ntldr's own limit is far below.</summary>
    public const int LargestFile = 64 << 10;

    /// <summary>Reads the file. Lines that are neither a section nor a setting mean nothing to ntldr.</summary>
    public static BootIni Read(ReadOnlySpan<byte> file)
    {
        string? chosen = null;
        var entries = new List<(string, string)>();
        var section = string.Empty;
        foreach (var line in Encoding.Latin1.GetString(file).Split('\n').Select(line => line.Trim()))
        {
            var (key, value) = line.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? (line[..at].Trim(), line[(at + 1)..].Trim()) : (line, string.Empty);
            if (line.StartsWith('['))
            {
                section = line.ToLowerInvariant();
            }
            else if (section == "[boot loader]" && key.Equals("default", StringComparison.OrdinalIgnoreCase))
            {
                chosen = value;
            }
            else if (section == "[operating systems]" && value.Length > 0)
            {
                entries.Add((key, value));
            }
        }

        return new BootIni(chosen ?? entries.FirstOrDefault().Item1, entries);
    }
}
