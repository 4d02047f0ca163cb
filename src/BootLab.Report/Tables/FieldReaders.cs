using BootLab.Ibft.Fields;
using BootLab.Os.Knowledge;

namespace BootLab.Report.Tables;

/// <summary>
/// Who reads which field of a table. Linux stands for the kernel where it decides by the field (that it shows nearly all of them in /sys/firmware/ibft is not said again);
/// isboot is FreeBSD's, sanbootconf that of Windows XP and 2003. What Windows itself reads is not published: it is named only where somebody reports an effect.
/// </summary>
public static class FieldReaders
{
    private static readonly Dictionary<(TableArea Area, string Field), FieldReader[]> s_readers = new()
    {
        [(TableArea.Header, "signature")] = [.. Observed("Linux"), .. Source("isboot", "illumos", "sanbootconf", "Chelsio foiscsi", "fwts")],
        [(TableArea.Header, "length")] = [.. Observed("Linux"), .. Source("isboot", "illumos", "sanbootconf")],
        [(TableArea.Header, "revision")] = [.. Observed("Linux"), .. Source("Chelsio foiscsi")],
        [(TableArea.Header, "checksum")] = [.. Observed("Linux"), .. Source("isboot", "illumos", "sanbootconf", "Chelsio foiscsi")],
        [(TableArea.Header, "reserved")] = Source("fwts"),

        [(TableArea.Control, "id")] = [.. Observed("Linux"), .. Source("isboot", "fwts")],
        [(TableArea.Control, "length")] = [.. Observed("Linux"), .. Source("sanbootconf", "fwts")],
        [(TableArea.Control, "index")] = Observed("Linux"),
        [(TableArea.Control, "flags")] = [.. Source("fwts"), .. Reported("installers (not found when set)")],
        [(TableArea.Control, "initiator")] = Slot,
        [(TableArea.Control, "nic_0")] = Slot,
        [(TableArea.Control, "target_0")] = Slot,
        [(TableArea.Control, "nic_1")] = Slot,
        [(TableArea.Control, "target_1")] = Slot,
        [(TableArea.Control, "expansion_")] = [.. Observed("Linux from 5.6 on"), .. Source("sanbootconf")],

        [(TableArea.Initiator, "id")] = StructureId,
        [(TableArea.Initiator, "length")] = Observed("Linux"),
        [(TableArea.Initiator, "flags")] = Source("open-iscsi", "illumos", "sanbootconf"),
        [(TableArea.Initiator, "name")] = Source("open-iscsi", "isboot", "illumos"),

        [(TableArea.Nic, "id")] = StructureId,
        [(TableArea.Nic, "length")] = Observed("Linux"),
        [(TableArea.Nic, "index")] = [.. Observed("Linux (a folder each)"), .. Source("NetworkManager", "XenServer"), .. SingleReport("Windows (OQ-6)")],
        [(TableArea.Nic, "flags")] = Source("open-iscsi", "dracut", "wicked", "illumos", "XenServer", "sanbootconf"),
        [(TableArea.Nic, "ip_address")] = [.. Source("open-iscsi", "dracut", "NetworkManager", "wicked", "isboot"), .. Reported("ESXi (zero means DHCP)"), .. SingleReport("Windows (OQ-7)")],
        [(TableArea.Nic, "subnet_mask_prefix")] = Source("open-iscsi", "dracut", "NetworkManager", "wicked", "isboot"),
        [(TableArea.Nic, "origin")] = Source("open-iscsi", "dracut", "NetworkManager", "wicked"),
        [(TableArea.Nic, "gateway")] = Source("open-iscsi", "initramfs-tools", "dracut", "NetworkManager", "wicked", "isboot"),
        [(TableArea.Nic, "primary_dns")] = Source("dracut", "NetworkManager"),
        [(TableArea.Nic, "secondary_dns")] = Source("dracut", "NetworkManager"),
        [(TableArea.Nic, "dhcp_server")] = Source("open-iscsi (as DHCP)", "dracut (as DHCP)", "wicked (as DHCP)"),
        [(TableArea.Nic, "vlan")] = Source("open-iscsi", "dracut", "NetworkManager", "wicked"),
        [(TableArea.Nic, "mac_address")] = [.. Source("isboot", "NetworkManager", "dracut", "open-iscsi", "wicked", "XenServer"), .. Reported("ESXi")],
        [(TableArea.Nic, "pci_bdf")] = [.. Observed("Linux (the link to the device)"), .. Source("open-iscsi", "wicked"), .. SingleReport("Windows (OQ-2)")],

        [(TableArea.Target, "id")] = StructureId,
        [(TableArea.Target, "length")] = Observed("Linux"),
        [(TableArea.Target, "index")] = Observed("Linux (a folder each)"),
        [(TableArea.Target, "flags")] = Source("open-iscsi", "illumos", "Chelsio foiscsi", "cloud-init", "sanbootconf"),
        [(TableArea.Target, "ip_address")] = Source("open-iscsi", "isboot", "illumos", "XenServer"),
        [(TableArea.Target, "port")] = Source("open-iscsi", "isboot", "illumos"),
        [(TableArea.Target, "boot_lun")] = [.. Observed("open-iscsi"), .. Source("isboot (in NOP-Out alone)")],
        [(TableArea.Target, "chap_type")] = Source("isboot", "illumos"),
        [(TableArea.Target, "nic_association")] = Source("open-iscsi (not for the boot target)", "XenServer"),
        [(TableArea.Target, "name")] = Source("open-iscsi", "isboot", "illumos"),
        [(TableArea.Target, "chap_name")] = Source("open-iscsi", "isboot", "illumos"),
        [(TableArea.Target, "chap_secret")] = Source("open-iscsi", "isboot", "illumos"),
        [(TableArea.Target, "reverse_chap_name")] = Source("open-iscsi", "isboot", "illumos (cut short)"),
        [(TableArea.Target, "reverse_chap_secret")] = Source("open-iscsi", "isboot", "illumos (the wrong one)"),

        [(TableArea.Other, "id")] = Observed("Linux (drops what it does not know)"),
    };

    private static FieldReader[] Slot => [.. Observed("Linux"), .. Source("isboot", "illumos", "sanbootconf")];

    private static FieldReader[] StructureId => [.. Observed("Linux"), .. Source("isboot", "illumos", "sanbootconf")];

    /// <summary>Who reads a field; nobody where none is known.</summary>
    public static IReadOnlyList<FieldReader> Of(FieldPath path) => path.Field is { } field && s_readers.TryGetValue((path.Area, field.Name), out var readers) ? readers : [];

    /// <summary>The same on one line, by evidence: <c>Linux: observed; isboot, illumos: source</c>.</summary>
    public static string Text(FieldPath path) =>
        string.Join("; ", Of(path).GroupBy(reader => reader.Evidence).Select(group => $"{string.Join(", ", group.Select(reader => reader.Name))}: {group.Key.Word()}"));

    private static FieldReader[] Observed(params string[] names) => Make(Evidence.Observed, names);

    private static FieldReader[] Source(params string[] names) => Make(Evidence.Source, names);

    private static FieldReader[] Reported(params string[] names) => Make(Evidence.Reported, names);

    private static FieldReader[] SingleReport(params string[] names) => Make(Evidence.SingleReport, names);

    private static FieldReader[] Make(Evidence evidence, string[] names) => [.. names.Select(name => new FieldReader(name, evidence))];
}
