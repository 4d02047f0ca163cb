namespace BootLab.Iscsi.Initiator;

/// <summary>A target as discovery names it.</summary>
/// <param name="Name">The iSCSI name.</param>
/// <param name="Portals">Where it listens, with the tags of their portal groups; empty when the target is where the question was asked.</param>
public sealed record DiscoveredTarget(string Name, IReadOnlyList<IscsiPortal> Portals);
