namespace BootLab.Os.Knowledge;

/// <summary>How a statement about an operating system is known.</summary>
public enum Evidence
{
    /// <summary>The specification of the table or of a protocol says so.</summary>
    Spec,

    /// <summary>The vendor of the system or the firmware documents it.</summary>
    Vendor,

    /// <summary>Seen in source code.</summary>
    Source,

    /// <summary>Seen by running it.</summary>
    Observed,

    /// <summary>Several independent reports.</summary>
    Reported,

    /// <summary>One report of one machine.</summary>
    SingleReport,

    /// <summary>Follows from other statements; nobody states it.</summary>
    Inferred,
}

/// <summary>A statement with how it is known and where it was found: keys of <see cref="Sources"/>.</summary>
public sealed record Statement(string Text, Evidence Evidence, params IReadOnlyList<string> SourceKeys);

/// <summary>The words for <see cref="Evidence"/> in output and documents.</summary>
public static class EvidenceWords
{
    /// <summary>The word, such as <c>single-report</c>.</summary>
    public static string Word(this Evidence evidence) => evidence == Evidence.SingleReport
        ? "single-report"
        : evidence.ToString().ToLowerInvariant();
}
