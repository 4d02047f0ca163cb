using BootLab.Os.Knowledge;

namespace BootLab.Rules;

/// <summary>One rule about a table: what it demands, why, on what evidence, and the judge. It keeps no state.</summary>
public abstract class Rule
{
    /// <summary>A rule with its description.</summary>
    protected Rule(RuleInfo info) => Info = info;

    /// <summary>All there is to say of the rule.</summary>
    public RuleInfo Info { get; }

    /// <inheritdoc cref="RuleInfo.Id"/>
    public string Id => Info.Id;

    /// <inheritdoc cref="RuleInfo.Title"/>
    public string Title => Info.Title;

    /// <inheritdoc cref="RuleInfo.Severity"/>
    public Severity Severity => Info.Severity;

    /// <inheritdoc cref="RuleInfo.Evidence"/>
    public Evidence Evidence => Info.Evidence;

    /// <summary>Whether the rule judges bytes that are too few for a table; all others are asked about tables only.</summary>
    public virtual bool JudgesFragments => false;

    /// <summary>
    /// Looks at a table and puts every breach into <paramref name="findings"/>. Called only when what <see cref="RuleInfo.Needs"/> names is there. Must allocate nothing
    /// while it finds nothing, and must bear any bytes.
    /// </summary>
    public abstract void Check(in RuleSubject table, FindingSink findings);
}
