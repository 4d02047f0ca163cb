namespace BootLab.Cli.Commands;

/// <summary>A program that BootLab's tests or its users meet.</summary>
/// <param name="Program">Its file name.</param>
/// <param name="Package">The Debian package that brings it.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="IsNeeded">Whether the tests need it; the others are useful beside a lab.</param>
internal sealed record HostTool(string Program, string Package, string Purpose, bool IsNeeded);

/// <summary>The programs that <c>doctor</c> looks for. An emulated boot needs none of them.</summary>
internal static class HostTools
{
    public static IReadOnlyList<HostTool> All { get; } =
    [
        new("tgtd", "tgt", "a real iSCSI target to log in to", IsNeeded: true),
        new("iscsi-test-cu", "libiscsi-bin", "a real initiator for the embedded target", IsNeeded: true),
        new("istgt", "istgt", "another real iSCSI target to log in to", IsNeeded: true),
        new("qemu-img", "qemu-utils", "reads disks of the embedded target", IsNeeded: true),
        new("qemu-nbd", "qemu-utils", "reads images of virtual machines", IsNeeded: true),
        new("qemu-system-x86_64", "qemu-system-x86", "real firmware and kernels", IsNeeded: true),
        new("tshark", "tshark", "reads the captures of a run", IsNeeded: true),
        new("busybox", "busybox-static", "shell and tools of guests", IsNeeded: true),
        new("iscsistart", "open-iscsi", "the initiator of guests", IsNeeded: true),
        new("unshare", "util-linux", "namespaces of their own for real tools", IsNeeded: true),
        new("ip", "iproute2", "interfaces in such namespaces", IsNeeded: true),
        new("xz", "xz-utils", "unpacks the guests' kernel", IsNeeded: true),
        new("mke2fs", "e2fsprogs", "makes a disk that guests mount", IsNeeded: true),
        new("hivexml", "libhivex-bin", "another reader of registry hives", IsNeeded: true),
        new("hivexregedit", "libwin-hivex-perl", "another writer of registry hives", IsNeeded: true),
        new("mkntfs", "ntfs-3g", "makes and reads NTFS volumes", IsNeeded: true),
        new("wimapply", "wimtools", "fills an NTFS volume with files", IsNeeded: true),
        new("genisoimage", "genisoimage", "makes discs", IsNeeded: true),
        new("iasl", "acpica-tools", "judges ACPI tables", IsNeeded: true),
        new("xxd", "xxd", "writes hexdumps to read", IsNeeded: true),
        new("hexdump", "bsdextrautils", "writes other hexdumps to read", IsNeeded: true),
        new("grub-mkstandalone", "grub-common", "makes a loader for UEFI disks", IsNeeded: true),
        new("mformat", "mtools", "makes file systems for UEFI disks", IsNeeded: true),
        new("sfdisk", "fdisk", "reads partition tables", IsNeeded: true),
        new("mkfs.fat", "dosfstools", "makes FAT volumes", IsNeeded: true),
        new("sgdisk", "gdisk", "makes GUID partition tables", IsNeeded: true),
        new("dnsmasq", "dnsmasq-base", "a real DHCP and TFTP server", IsNeeded: true),
        new("kea-dhcp4", "kea-dhcp4-server", "a real DHCP server", IsNeeded: true),
    ];
}
