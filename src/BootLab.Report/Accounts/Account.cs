using System.Net;
using BootLab.Ibft;
using BootLab.Os.Windows;
using BootLab.Rules.Predicting;

namespace BootLab.Report.Accounts;

/// <summary>What somebody has to tell of a boot of Windows.</summary>
/// <param name="Situation">The case: table, machine, networks, targets, installation.</param>
public sealed record AccountSource(WindowsSituation Situation)
{
    /// <summary>Whether the version of Windows is known; without it nothing is predicted.</summary>
    public bool IsReleaseKnown { get; init; } = true;

    /// <summary>The boot program in a few words; null when it is not known.</summary>
    public string? BootProgram { get; init; }

    /// <summary>How the boot ended, in a word, as who saw it says; null when nobody said.</summary>
    public string? Outcome { get; init; }

    /// <summary>What else they say.</summary>
    public string? Note { get; init; }

    /// <summary>What was seen of the boot from outside; null when it was not watched.</summary>
    public Observation? Seen { get; init; }

    /// <summary>The end of the boot program without its own words, which may name what is a site's own.</summary>
    public static PreBoot Ended(bool booted) => new(booted, booted ? "the boot program started the disk" : "its error is not told");
}

/// <summary>An account of a boot of Windows that can be given to anybody: with neutral values in the place of secrets, names, addresses and serial numbers, which are equal where the true ones are.</summary>
public sealed record Account
{
    private Account()
    {
    }

    /// <summary>The case, neutral.</summary>
    public required WindowsSituation Situation { get; init; }

    /// <summary>Whether the version of Windows is known.</summary>
    public required bool IsReleaseKnown { get; init; }

    /// <summary>Where the table is, and its neutral bytes; null when there is none, or none that can be read.</summary>
    public required (ulong Address, byte[] Bytes)? Table { get; init; }

    /// <summary>What the profiles predict; none when the version is not known.</summary>
    public required IReadOnlyList<WindowsPrediction> Predictions { get; init; }

    /// <summary>What the predictions use and the account does not have, such as Windows' own disk.</summary>
    public required IReadOnlyList<string> NotSent { get; init; }

    /// <summary>The boot program; null when it is not known.</summary>
    public required string? BootProgram { get; init; }

    /// <summary>How the boot ended, as somebody says; null when nobody did.</summary>
    public required string? Outcome { get; init; }

    /// <summary>What else they say.</summary>
    public required string? Note { get; init; }

    /// <summary>What was seen from outside, neutral.</summary>
    public required Observation? Seen { get; init; }

    /// <summary>What was replaced or left out, a line each.</summary>
    public required IReadOnlyList<string> Scrubbed { get; init; }

    /// <summary>Makes the account.</summary>
    /// <param name="source">What there is to tell.</param>
    /// <param name="key">Random bytes, from which other addresses are made.</param>
    public static Account Of(AccountSource source, byte[] key)
    {
        ArgumentNullException.ThrowIfNull(source);
        var tables = SituationScrub.TablesIn(source.Situation.Memory);
        var scrubber = new Scrubber(key, [.. source.Situation.Networks.Select(network => network.Subnet), .. tables.SelectMany(table => Segments(table.Bytes)), .. source.Seen is { } seen ? Segments(seen.Table) : []]);
        var situation = SituationScrub.Named(source.Situation, scrubber);
        var neutral = SituationScrub.Of(situation, scrubber, tables);
        var table = tables.Count > 0 && TableScrub.Of(tables[0].Bytes, scrubber) is { } bytes ? (tables[0].Address, bytes) : ((ulong, byte[])?)null;
        string?[] notSent = [situation.Image is null ? null : "the disk of Windows", tables.Count > 1 ? "the other tables in memory" : null, tables.Count > 0 && table is null ? "the table, which cannot be read" : null, situation.Installed?.Table is not null && neutral.Installed!.Table is null ? "the table of the installation, which cannot be read" : null];
        var account = new Account
        {
            Situation = neutral,
            IsReleaseKnown = source.IsReleaseKnown,
            Table = table,
            NotSent = [.. notSent.OfType<string>()],
            // What is not sent must not be missing from the predictions.
            Predictions = !source.IsReleaseKnown ? []
                : Array.TrueForAll(notSent, one => one is null) ? Predictor.PredictAll(neutral)
                : PredictionScrub.Of(Predictor.PredictAll(situation), scrubber),
            BootProgram = source.BootProgram is { } program ? scrubber.Sentence(program) : null,
            Outcome = source.Outcome,
            Seen = source.Seen is { } observation ? ObservationScrub.Of(observation, scrubber) : null,
            Note = source.Note is { } note ? scrubber.OwnWords(note) : null,
            Scrubbed = [],
        };
        return account with
        {
            Scrubbed =
            [
                .. scrubber.Done,
                .. account.NotSent,
                "names of the lab, of its NICs and networks, paths of files",
                "what servers give their clients, disks, frames, pictures",
            ],
        };
    }

    private static IEnumerable<IPNetwork> Segments(byte[] table)
    {
        const int bits = 32;
        foreach (var nic in IbftReader.ReadLenient(table).Table?.Nics ?? [])
        {
            if (nic.IpAddress.IsIPv4 && nic.SubnetMaskPrefix is > 0 and <= bits)
            {
                var bytes = nic.IpAddress.ToIPAddress()!.GetAddressBytes();
                for (var bit = (int)nic.SubnetMaskPrefix; bit < bits; bit++)
                {
                    bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
                }

                yield return new IPNetwork(new IPAddress(bytes), nic.SubnetMaskPrefix);
            }
        }
    }
}
