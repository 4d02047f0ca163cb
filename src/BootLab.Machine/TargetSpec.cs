using System.Net;

namespace BootLab.Machine;

/// <summary>An iSCSI target of a lab.</summary>
public sealed record TargetSpec
{
    /// <summary>The target name (RFC 7143, 4.2.7).</summary>
    public required string Iqn { get; init; }

    /// <summary>Where it answers, on addresses of the lab's networks; each portal belongs to the segment whose subnet holds it.</summary>
    public IReadOnlyList<IPEndPoint> Portals { get; init; } = [];

    /// <summary>Logical units by number.</summary>
    public IReadOnlyDictionary<ushort, LunSpec> Luns { get; init; } = new Dictionary<ushort, LunSpec>();

    /// <summary>CHAP that the target demands; null for none.</summary>
    public ChapSpec? Chap { get; init; }

    /// <summary>Initiator names that may log in; empty for any.</summary>
    public IReadOnlyList<string> Initiators { get; init; } = [];

    /// <summary>When set, the target is an existing server, reached through the host's sockets at this address, and nothing is embedded.</summary>
    public IPEndPoint? Existing { get; init; }
}

/// <summary>A logical unit backed by an image file.</summary>
public sealed record LunSpec
{
    /// <summary>Path of the raw image on the host; a name ending in <c>.gz</c> is unpacked in memory.</summary>
    public required string Image { get; init; }

    /// <summary>True: writes are refused. False: writes go to memory and are thrown away at the end.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Logical block size in bytes.</summary>
    public int BlockSize { get; init; } = 512;
}

/// <summary>CHAP credentials: what the initiator has to prove, and what the target proves when asked (mutual CHAP).</summary>
public sealed record ChapSpec(string User, string Secret, string? ReverseUser = null, string? ReverseSecret = null);
