namespace BootLab.Os.Knowledge;

/// <summary>Where statements come from.</summary>
public static class Sources
{
    private static readonly Dictionary<string, string> s_places = new()
    {
        ["SF"] = "serverfault question 477708, answer 478056 (2013)",
        ["KB-2012-NIC"] = "Microsoft support article \"Network adapters are not started after Windows Server 2012 Setup\", support.microsoft.com topic fcf14b00-08df-4761-f16e-3dde7249f1a2",
        ["KB976042"] = "Microsoft support article 976042, support.microsoft.com topic 5363d4bc-0103-e183-cb1c-8436e1691c13",
        ["KB2507616"] = "Microsoft support article 2507616, stop error 0x7B after switching to an alternate iSCSI adapter",
        ["KB2344941"] = "Microsoft support article 2344941, mskb.pkisolutions.com/kb/2344941",
        ["IPXE-IBFT"] = "ipxe/ipxe, src/drivers/block/ibft.c at 0ab2277c4",
        ["IPXE-36A4C85"] = "tables written by ipxe/ipxe at 36a4c85, tests/fixtures/ipxe-36a4c85",
        ["EDK2-IBFT"] = "tianocore/edk2, NetworkPkg/IScsiDxe/IScsiIbft.c",
        ["SBC-IBFT"] = "ipxe/sanbootconf, src/driver/ibft.c",
        ["UCS"] = "Cisco UCS Manager configuration guide OL-25712-04, page 480",
        ["VO2018"] = "virtualoutlands.blogspot.com, January 2018, iSCSI boot paths of Windows Server 2016 on Cisco UCS",
        ["LINUX-IBFT"] = "torvalds/linux, drivers/firmware/iscsi_ibft.c and iscsi_ibft_find.c, drivers/scsi/iscsi_boot_sysfs.c",
        ["LINUX-JUDGE"] = "Linux 6.1 of Debian 12 in QEMU, bootlab vm fuzz and tests/fixtures/handmade",
        ["IBFT-SPEC"] = "iSCSI Boot Firmware Table 1.03 (IBM; sections 1.3 and 1.4), which is 1.02 in the edition of Microsoft",
        ["ISBOOT"] = "jnielsendotnet/isboot 0.2.16, src/ibft.c and src/isboot.c",
        ["ILLUMOS-IBFT"] = "illumos/illumos-gate, usr/src/uts/i86pc/os/ibft.c and usr/src/uts/common/os/iscsiboot_prop.c",
        ["VMWARE-51"] = "VMware, vSphere Storage 5.1, booting from iSCSI SAN with iBFT",
        ["VMWARE-60"] = "VMware, vSphere Storage 6.0 and 6.5, booting from iSCSI SAN with iBFT",
        ["UROOT-IBFT"] = "u-root/u-root, pkg/boot/ibft, whose tables are reported to boot ESXi",
        ["EDK2-7329"] = "tianocore/edk2, issue 7329",
        ["OPEN-ISCSI"] = "open-iscsi/open-iscsi, usr/fwparam_ibft/fwparam_sysfs.c, fw_entry.c and usr/iscsi_net_util.c",
        ["DEBIAN-OPEN-ISCSI"] = "Debian open-iscsi 2.1.8-1+deb12u1, initramfs-tools script local-top/iscsi",
        ["DRACUT-NETLIB"] = "dracut, modules.d/40network/net-lib.sh, ibft_to_cmdline",
        ["NM-IBFT"] = "NetworkManager, src/nm-initrd-generator/nmi-ibft-reader.c",
        ["RFC-1122"] = "RFC 1122, requirements for Internet hosts, section 3.3.1.1 (local or remote)",
        ["WICKED-IBFT"] = "openSUSE/wicked, extensions/ibft",
        ["LINUX-C08406033"] = "torvalds/linux c08406033fe8 (5.6), more than two NICs and targets",
        ["LINUX-E6050B61"] = "torvalds/linux e6050b61 (4.1), ::ffff:0.0.0.0 is no address",
        ["CVE-2025-21993"] = "CVE-2025-21993, torvalds/linux 07e0d99a (6.14), the subnet mask of prefixes above 32",
        ["XENSERVER"] = "xenserver/host-installer at 8ac9836",
        ["IPXE-INT13"] = "ipxe/ipxe, src/arch/x86/interface/pcbios/int13.c at 0ab2277c4",
        ["IPXE-4DD746A72"] = "ipxe/ipxe 4dd746a72, credentials only where the target asks for them",
        ["IPXE-DEVEL-2014"] = "lists.ipxe.org, ipxe-devel, October 2014, message 003871",
        ["IPXE-132"] = "github.com/ipxe/ipxe, issue 132",
        ["IPXE-1599"] = "github.com/ipxe/ipxe, issue 1599",
        ["EDK2-A2D59EF291"] = "tianocore/edk2 a2d59ef291, the configured portal is kept after a redirection",
        ["QEMU-7.2"] = "QEMU 7.2.22 with SeaBIOS 1.16.2, run with tables at many addresses and by -acpitable",
        ["SBC-ACPI"] = "ipxe/sanbootconf, src/driver/acpi.c",
        ["SBC-NIC"] = "ipxe/sanbootconf, src/driver/nic.c",
        ["SBC-INSTALL"] = "ipxe/sanbootconf, src/installer/setup.c",
        ["WI6"] = "Windows Internals, 6th edition, part 2, page 253",
        ["VENTOY"] = "ventoy/Ventoy, which asks Windows for the firmware table 'iBFT'",
        ["MS-BOOTCFG"] = "learn.microsoft.com, MSiSCSI_BootConfiguration",
        ["HLK-FWTABLE"] = "Microsoft hardware requirements, Device.Storage.Controller.Iscsi.iSCSIBootComponent.FwTable",
        ["FLEXBOOT"] = "docs.nvidia.com, PreBoot drivers (FlexBoot), CHAP",
        ["RFC-7143-CHAP"] = "RFC 7143, 9.2.1 (CHAP considerations)",
        ["TT2012"] = "theorypc (trentent), 14 November 2012, iSCSI boot with iPXE",
        ["NIL2010"] = "nil-techno.blogspot.com, August 2010, that darn iBFT",
        ["KB960104"] = "Microsoft support article 960104, performance of iSCSI boot with a gateway in the iBFT",
        ["KB2727330"] = "Microsoft support article 2727330, a default gateway of 0.0.0.0",
    };

    /// <summary>Where the source of this key is found.</summary>
    /// <exception cref="KeyNotFoundException">No source has this key.</exception>
    public static string Place(string key) => s_places[key];
}
