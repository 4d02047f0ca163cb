namespace BootLab.Iscsi.Target;

/// <summary>One target: its name, its disks and who may use it.</summary>
public sealed record TargetOptions
{
    /// <summary>The iSCSI name.</summary>
    public required string Name { get; init; }

    /// <summary>Disks by logical unit number.</summary>
    public IReadOnlyDictionary<ushort, IBlockStore> Luns { get; init; } = new Dictionary<ushort, IBlockStore>();

    /// <summary>The disk behind every number that <see cref="Luns"/> does not name; null for none.</summary>
    public IBlockStore? AnyLun { get; init; }

    /// <summary>CHAP; null for none.</summary>
    public TargetChap? Chap { get; init; }

    /// <summary>Initiator names that may log in; empty for any. Names are compared without regard to case.</summary>
    public IReadOnlyList<string> Initiators { get; init; } = [];

    /// <summary>How many sessions it takes at a time; a further login is refused with "out of resources" (0302h). Null for as many as the server takes.</summary>
    public int? MaxSessions { get; init; }

    /// <summary>When set, logins are answered with "moved for now" and this TargetAddress, as it stands.</summary>
    public string? Redirect { get; init; }

    /// <summary>Whether <see cref="Redirect"/> says "moved for good" instead.</summary>
    public bool RedirectIsPermanent { get; init; }

    /// <summary>What becomes of HeaderDigest.</summary>
    public DigestPolicy HeaderDigest { get; init; }

    /// <summary>What becomes of DataDigest.</summary>
    public DigestPolicy DataDigest { get; init; }

    /// <summary>After so long without a PDU the initiator is pinged, and after as long again without one its connection is closed; null for never.</summary>
    public TimeSpan? PingAfter { get; init; }

    /// <summary>TargetPortalGroupTag.</summary>
    public ushort PortalGroupTag { get; init; } = 1;

    /// <summary>Whether the first command of every session to each unit meets UNIT ATTENTION (power on), as on real disks.</summary>
    public bool ReportsPowerOn { get; init; }

    /// <summary>Whether the disks are removable media, which START STOP UNIT takes out and puts back.</summary>
    public bool IsRemovable { get; init; }

    /// <summary>What goes wrong, for tests.</summary>
    public IReadOnlyList<TargetFault> Faults { get; init; } = [];
}
