using BootLab.Ibft.Layouts;

namespace BootLab.Ibft.Identification;

/// <summary>Says which producer most likely wrote a table, by what every producer is known to do.</summary>
public static class ProducerIdentifier
{
    /// <summary>
    /// Every known producer, the likeliest first: first those that nothing speaks against, then by how much does. States of one producer that the table does not tell apart are one match.
    /// A table that none of them wrote has no match that <see cref="ProducerMatch.IsLikely"/>.
    /// </summary>
    /// <param name="table">A table; empty for bytes that are none.</param>
    public static IReadOnlyList<ProducerMatch> Rank(ReadOnlySpan<byte> table)
    {
        if (IbftReader.ReadLenient(table).Table is not { } read)
        {
            return [];
        }

        var clues = new ProducerClues(read);
        var matches = new List<ProducerMatch>();
        foreach (var profile in ProducerProfiles.All)
        {
            var found = clues.Of(profile);
            if (matches.Count > 0 && IsNextState(matches[^1], profile) && Against(matches[^1].Clues).SetEquals(Against(found)))
            {
                matches[^1] = matches[^1] with { Profiles = [.. matches[^1].Profiles, profile], Until = NextDay(profile), Clues = found };
            }
            else
            {
                matches.Add(new ProducerMatch([profile], NextDay(profile), found));
            }
        }

        return [.. matches.OrderBy(match => match.Against.Count()).ThenByDescending(match => match.Profiles[^1].OemId is not null).ThenByDescending(match => match.Since)];
    }

    /// <summary>The producer that nothing speaks against, the newest when there are several; null when there is none.</summary>
    public static ProducerMatch? Identify(ReadOnlySpan<byte> table) => Rank(table) is [{ IsLikely: true } best, ..] ? best : null;

    private static bool IsNextState(ProducerMatch match, ProducerProfile profile) => ProducerProfiles.IpxeHistory.Contains(match.Profiles[^1]) && ProducerProfiles.IpxeHistory.Contains(profile)
        && match.Profiles[^1].Layout == profile.Layout;

    private static HashSet<string> Against(IReadOnlyList<Clue> clues) => [.. clues.Where(clue => !clue.Fits).Select(clue => clue.Subject)];

    private static DateOnly? NextDay(ProducerProfile profile) =>
        ProducerProfiles.IpxeHistory.SkipWhile(state => state != profile).Skip(1).FirstOrDefault()?.Since;
}
