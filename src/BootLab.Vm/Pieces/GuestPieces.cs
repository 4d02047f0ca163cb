namespace BootLab.Vm.Pieces;

/// <summary>The files that guests are started from; <see cref="GuestPiecesCache"/> has them.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="KernelVersion">The kernel's release, such as 6.1.0-56-amd64.</param>
public sealed record GuestPieces(string Folder, string KernelVersion)
{
    /// <summary>The kernel as an ELF file that QEMU enters through its PVH note: for guests with SeaBIOS.</summary>
    public string Kernel => Path.Combine(Folder, "vmlinux");

    /// <summary>The kernel as the package has it: for guests with UEFI, which start its EFI stub.</summary>
    public string PackedKernel => Path.Combine(Folder, "vmlinuz");

    /// <summary>The first file system of guests that report.</summary>
    public string ReportingSystem => Path.Combine(Folder, "report.cpio");

    /// <summary>The same for guests that log in to iSCSI targets as well.</summary>
    public string LoginSystem => Path.Combine(Folder, "login.cpio");

    internal static IReadOnlyList<string> FileNames { get; } = ["vmlinux", "vmlinuz", "report.cpio", "login.cpio"];
}
