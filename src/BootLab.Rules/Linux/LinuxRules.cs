namespace BootLab.Rules.Linux;

/// <summary>The rules of Linux and the programs that read its sysfs: LNX001 to LNX029.</summary>
internal static class LinuxRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Lnx001Load(),
        new Lnx002ControlLength(),
        new Lnx003StructureLength(),
        new Lnx004TableLength(),
        new Lnx005FirstTable(),
        new Lnx006NameCollision(),
        new Lnx007Signature(),
        new Lnx008LostSlot(),
        new Lnx009TwoDeliveries(),
        new Lnx010BootNicDevice(),
        new Lnx011BootNicMac(),
        new Lnx012BootFlags(),
        new Lnx013SeveralBootPairs(),
        new Lnx014DhcpServerWithoutDhcp(),
        new Lnx015StaticWithoutPrefix(),
        new Lnx016DuplicateMac(),
        new Lnx017Families(),
        new Lnx018Ipv6Prefix(),
        new Lnx019Vlan(),
        new Lnx020SeveralGateways(),
        new Lnx021Association(),
        new Lnx022LongNames(),
        new Lnx023Lun(),
        new Lnx024HiddenSecret(),
        new Lnx026BeyondDracut(),
        new Lnx027AssociatedFolder(),
        new Lnx028MappedZero(),
        new Lnx029InitiatorName(),
    ];
}
