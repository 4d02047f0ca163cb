namespace BootLab.Rules.Windows;

/// <summary>The rules of Windows that need no more than table, machine and network: WIN001 to WIN030. The rules of the origin question stand by themselves (OQ-1 to OQ-7).</summary>
internal static class WindowsRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Win001Delivery(),
        new Win002Signature(),
        new Win003Aligned(),
        new Win004LowMemory(),
        new Win005OneTable(),
        new Win006Length(),
        new Win007BootFailover(),
        new Win008FirstFields(),
        new Win009StructureKinds(),
        new Win010Index(),
        new Win011SeveralPairs(),
        new Win012InitiatorFlags(),
        new Win013InitiatorName(),
        new Win014Acl(),
        new Win015NicFlags(),
        new Win016Mac(),
        new Win017PciAddress(),
        new Win018Prefix(),
        new Win019LanWithoutAddress(),
        new Win020Vlan(),
        new Win021Family(),
        new Win022TargetFlags(),
        new Win023ConfiguredPortal(),
        new Win024ChapSecret(),
        new Win025MutualChap(),
        new Win026Radius(),
        new Win027NicsResolve(),
        new Win028Code31(),
        new Win029Reachable(),
        new Win030GatewayOnLink(),
        new Win031NoGateway(),
        new Win032FirstNicHasLink(),
        new Win033SharedMac(),
    ];
}
