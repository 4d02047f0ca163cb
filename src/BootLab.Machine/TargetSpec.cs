using System.Net;

namespace BootLab.Machine;

/// <summary>An iSCSI target of a lab.</summary>
public sealed record TargetSpec
{
    /// <summary>The target name (RFC 7143, 4.2.7).</summary>
    public required string Iqn { get; init; }

    /// <summary>Where it answers, on addresses of the lab's networks; each portal answers on every segment whose subnet (or advertised prefix) holds it.</summary>
    public IReadOnlyList<IPEndPoint> Portals { get; init; } = [];

    /// <summary>Logical units by number.</summary>
    public IReadOnlyDictionary<ushort, LunSpec> Luns { get; init; } = new Dictionary<ushort, LunSpec>();

    /// <summary>What answers under every number that <see cref="Luns"/> does not name; null when such a number is refused.</summary>
    public LunSpec? AnyLun { get; init; }

    /// <summary>CHAP that the target knows; null for none.</summary>
    public ChapSpec? Chap { get; init; }

    /// <summary>When the target makes an initiator prove itself.</summary>
    public ChapWhen ChapWhen { get; init; }

    /// <summary>Initiator names that may log in; empty for any.</summary>
    public IReadOnlyList<string> Initiators { get; init; } = [];

    /// <summary>How many sessions it takes at a time at each portal, whoever they are of; null for as many as come. A boot program's session often lasts when the operating system logs in.</summary>
    public int? MaxSessions { get; init; }

    /// <summary>When set, every login is answered with status "target moved temporarily" (0101h) and this TargetAddress (RFC 7143, 13.8).</summary>
    public string? Redirect { get; init; }

    /// <summary>What the target does wrong and when, in the words of an embedded target's fault script, such as <c>read:3=busy</c>.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>When set, the target is an existing server, reached through the host's sockets at this address, and nothing is embedded.</summary>
    public IPEndPoint? Existing { get; init; }
}

/// <summary>When a target chooses CHAP (RFC 7143, 12.1).</summary>
public enum ChapWhen
{
    /// <summary>Always: an initiator that does not offer it is refused.</summary>
    Demanded,

    /// <summary>Only when CHAP is the first method that the initiator offers; otherwise the target chooses None.</summary>
    Offered,
}

/// <summary>A logical unit: an image file, or a disk made of zeros.</summary>
public sealed record LunSpec
{
    /// <summary>Full path of the raw image on the host; a name ending in <c>.gz</c> is unpacked in memory. Null for a made disk.</summary>
    public string? Image { get; init; }

    /// <summary>The disk to make when there is no image.</summary>
    public BlankDiskSpec? Blank { get; init; }

    /// <summary>True: writes are refused. False: writes go to memory and are thrown away at the end.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Logical block size in bytes.</summary>
    public int BlockSize { get; init; } = 512;
}

/// <summary>A disk of <paramref name="SizeBytes"/> zeros; with boot code its first sector starts with that and ends in 55 AA (offset 510).</summary>
public sealed record BlankDiskSpec(long SizeBytes, ReadOnlyMemory<byte> BootCode);

/// <summary>CHAP credentials: what the initiator has to prove, and what the target proves when asked (mutual CHAP).</summary>
public sealed record ChapSpec(string User, string Secret, string? ReverseUser = null, string? ReverseSecret = null);
