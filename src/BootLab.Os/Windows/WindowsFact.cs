using BootLab.Os.Knowledge;

namespace BootLab.Os.Windows;

/// <summary>A matter of the catalogue of facts by which the model decides, and how it is known where no version differs.</summary>
/// <param name="Id">Its id, such as <c>T-DISC-1</c>.</param>
/// <param name="Title">What is demanded or done, in one line.</param>
/// <param name="Evidence">How it is known.</param>
/// <param name="SourceKeys">Where from: keys of <see cref="Sources"/>.</param>
public sealed record WindowsFact(string Id, string Title, Evidence Evidence, params IReadOnlyList<string> SourceKeys)
{
    /// <summary>Whether the sources tell what things mean, and not what becomes of a boot: then an outcome that follows is no reported one.</summary>
    public bool IsMeaning { get; init; }

    /// <summary>Whether another is about the same, however it is known.</summary>
    internal bool IsSame(WindowsFact other) => Title == other.Title;

    /// <summary>The same matter as one version is known to handle it.</summary>
    internal WindowsFact On(VersionDifference difference) => As(difference.Statement.Evidence, difference.Statement.SourceKeys);

    /// <summary>The same matter, known in another way.</summary>
    internal WindowsFact As(Evidence evidence, params IReadOnlyList<string> sourceKeys) => this with { Evidence = evidence, SourceKeys = sourceKeys };

    /// <summary>The same matter where nobody states what follows of it.</summary>
    internal WindowsFact Inferred => this with { Evidence = Evidence.Inferred };
}
