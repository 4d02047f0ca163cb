using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>
/// What names an I_T nexus: the initiator port, which is the initiator's name and ISID, and the target port, which is a portal group of the target
/// (RFC 7143, 4.4.1). A session that comes again with the same name is the same nexus to the units.
/// </summary>
internal sealed record NexusName
{
    public NexusName(string initiatorName, Isid isid, ushort portalGroupTag)
    {
        // iSCSI names are compared after being put into lower case (RFC 3722).
        InitiatorName = initiatorName.ToLowerInvariant();
        Isid = isid;
        PortalGroupTag = portalGroupTag;
    }

    public string InitiatorName { get; }

    public Isid Isid { get; }

    public ushort PortalGroupTag { get; }
}
