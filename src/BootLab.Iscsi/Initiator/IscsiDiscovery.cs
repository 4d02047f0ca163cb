using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>Asks a portal for its targets (SendTargets; RFC 7143, 4.3 and appendix C).</summary>
public static class IscsiDiscovery
{
    /// <summary>Logs in to a discovery session, asks for all targets, and logs out.</summary>
    /// <param name="portal">The portal.</param>
    /// <param name="options">Who asks; the target name is not looked at.</param>
    /// <param name="connector">How to connect; null for sockets of the host.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IscsiException">No session, or no answer that can be read.</exception>
    public static async Task<IReadOnlyList<DiscoveredTarget>> SendTargetsAsync(
        IscsiPortal portal, InitiatorOptions options, IscsiConnector? connector = null, CancellationToken cancellation = default)
    {
        await using var session = await (connector ?? new IscsiConnector()).ConnectAsync(portal, options with { TargetName = null }, cancellation);
        await using var given = cancellation.Register(session.Dispose);
        var targets = await SendTargetsAsync(session);
        await session.LogoutAsync();
        return targets;
    }

    /// <summary>Asks in a session that there is already: all targets in a discovery session, its own target in any other.</summary>
    /// <exception cref="IscsiException">The session failed, or the answer cannot be read.</exception>
    public static async Task<IReadOnlyList<DiscoveredTarget>> SendTargetsAsync(IscsiSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var targets = new List<DiscoveredTarget>();
        List<IscsiPortal> portals = [];
        foreach (var (key, value) in await session.ExchangeTextAsync([new TextKey("SendTargets", session.IsDiscovery ? "All" : "")]))
        {
            switch (key)
            {
                case "TargetName":
                    targets.Add(new DiscoveredTarget(value, portals = []));
                    break;
                case "TargetAddress" when targets.Count > 0:
                    portals.Add(IscsiPortal.TryParse(value, out var portal, out var error)
                        ? portal!
                        : throw new IscsiException(IscsiFailure.MalformedTextKey, $"the target's TargetAddress={value} cannot be read: {error}"));
                    break;
                case "SendTargets" when value == "Reject":
                    throw new IscsiException(IscsiFailure.ValueRejected, "the target rejected SendTargets");
                default:
                    break;
            }
        }

        return targets;
    }
}
