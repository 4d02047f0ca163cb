using BootLab.Firmware.Scanning;

namespace BootLab.Firmware.Sources;

/// <summary>
/// Which of several tables in a memory the readers of tables take. Evidence: source (Linux iscsi_ibft_find.c and iscsi_ibft.c, isboot 0.2.16, illumos ibft.c);
/// Linux also observed (6.1.192: low memory comes before ACPI). Nobody looks at the checksum before choosing.
/// </summary>
public static class TableReaders
{
    /// <summary>Linux: low memory, then ACPI (<c>IBFT</c>, <c>iBFT</c>, <c>BIFT</c>); on UEFI ACPI alone.</summary>
    public const string Linux = "Linux";

    /// <summary>FreeBSD's isboot: ACPI (<c>IBFT</c>, <c>iBFT</c>), then low memory.</summary>
    public const string FreeBsd = "FreeBSD isboot";

    /// <summary>illumos: low memory alone.</summary>
    public const string Illumos = "illumos";

    /// <summary>The last address that Linux' search lets a table reach.</summary>
    private const long LinuxEnd = 0xfffff;

    /// <summary>The place that each reader takes; readers that find none are left out.</summary>
    /// <param name="hits">Every signature in memory, in ascending order of address.</param>
    /// <param name="listed">Signature and address of the ACPI tables, in the order of their list.</param>
    /// <param name="isUefi">Whether the firmware is UEFI.</param>
    internal static IEnumerable<(string Reader, ulong Address)> Choose(IReadOnlyList<ScanHit> hits, IReadOnlyList<(string Signature, ulong Address)> listed, bool isUefi)
    {
        var linux = (isUefi ? null : First(hits, ScanWindow.Linux, hit => hit.Address + hit.Length <= LinuxEnd)) ?? First(listed, "IBFT", "iBFT", "BIFT");
        var freeBsd = First(listed, "IBFT", "iBFT") ?? First(hits, ScanWindow.FreeBsd);
        var illumos = First(hits, ScanWindow.Illumos);
        return new[] { (Linux, linux), (FreeBsd, freeBsd), (Illumos, illumos) }.Where(one => one.Item2 is not null).Select(one => (one.Item1, one.Item2!.Value));
    }

    private static ulong? First(IReadOnlyList<ScanHit> hits, ScanWindow window, Func<ScanHit, bool>? accepts = null) =>
        (ulong?)hits.FirstOrDefault(hit => hit.Address % 16 == 0 && window.Contains(hit.Address) && window.Signatures.Contains(hit.Signature) && accepts?.Invoke(hit) != false)?.Address;

    private static ulong? First(IReadOnlyList<(string Signature, ulong Address)> listed, params string[] signatures) => signatures
        .SelectMany(signature => listed.Where(table => table.Signature == signature).Select(table => (ulong?)table.Address))
        .FirstOrDefault();
}
