namespace BootLab.Rules;

/// <summary>A choice of rules: for one consumer, for a standard, for everybody.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Title">What it is for, in a few words.</param>
/// <param name="Consumers">Whose rules are in it.</param>
public sealed record Profile(string Name, string Title, Consumers Consumers)
{
    private const Consumers Common = Consumers.Specification | Consumers.Practice;

    /// <summary>The specification alone.</summary>
    public static Profile StrictSpec { get; } = new("strict-spec", "the specification of the table", Consumers.Specification);

    /// <summary>Linux and its programs.</summary>
    public static Profile Linux { get; } = new("linux", "Linux and the programs that read its sysfs", Common | Consumers.Linux);

    /// <summary>Windows, all evidence weighed.</summary>
    public static Profile Windows { get; } = new("windows", "Windows from Vista and Server 2008 on, all evidence weighed", Common | Consumers.Windows);

    /// <summary>Windows XP and Server 2003.</summary>
    public static Profile Windows2003 { get; } = new("windows-2003", "Windows XP and Server 2003 with sanbootconf", Common | Consumers.Windows2003);

    /// <summary>Windows Server 2012 as released.</summary>
    public static Profile Windows2012Rtm { get; } = new("windows-2012-rtm", "Windows Server 2012 as released", Common | Consumers.Windows | Consumers.Windows2012Rtm);

    /// <summary>The rules of serverfault 477708, exactly as reported.</summary>
    public static Profile SeedOrdering { get; } = new("seed-ordering", "the seven rules of serverfault 477708, exactly as reported", Consumers.SeedOrdering);

    /// <summary>ESXi.</summary>
    public static Profile Esxi { get; } = new("esxi", "VMware ESXi", Common | Consumers.Esxi);

    /// <summary>FreeBSD.</summary>
    public static Profile FreeBsd { get; } = new("freebsd", "FreeBSD with isboot", Common | Consumers.FreeBsd);

    /// <summary>illumos.</summary>
    public static Profile Illumos { get; } = new("illumos", "illumos", Common | Consumers.Illumos);

    /// <summary>Every rule there is.</summary>
    public static Profile Everything { get; } = new("all", "every rule there is", (Consumers)~0);

    /// <summary>All profiles, as they are listed.</summary>
    public static IReadOnlyList<Profile> All { get; } = [StrictSpec, Linux, Windows, Windows2003, Windows2012Rtm, SeedOrdering, Esxi, FreeBsd, Illumos, Everything];

    /// <summary>The profile of this name; null when there is none.</summary>
    public static Profile? Find(string name) => All.FirstOrDefault(profile => profile.Name == name);

    /// <summary>The profile for an operating system as a lab calls it, such as <c>windows-server-2012</c> or <c>debian-12</c>; null when none is meant for it.</summary>
    public static Profile? ForSystem(string system)
    {
        ArgumentNullException.ThrowIfNull(system);
        bool Begins(params string[] names) => names.Any(name => system.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return Begins("windows-server-2012-r2") ? Windows
            : Begins("windows-server-2012") ? Windows2012Rtm
            : Begins("windows-server-2003", "windows-xp", "windows-2003") ? Windows2003
            : Begins("windows") ? Windows
            : Begins("linux", "debian", "ubuntu", "fedora", "centos", "rhel", "rocky", "alma", "suse", "opensuse", "sles", "arch", "alpine") ? Linux
            : Begins("esx", "vmware") ? Esxi
            : Begins("freebsd") ? FreeBsd
            : Begins("illumos", "solaris", "openindiana", "omnios", "smartos") ? Illumos
            : null;
    }

    /// <summary>How much a breach of a rule matters here; null when the rule is not in the profile.</summary>
    public Severity? SeverityOf(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return (rule.Info.AppliesTo & Consumers) == 0 ? null
            : rule.Info.SeverityIn.TryGetValue(Name, out var severity) ? severity
            : rule.Severity;
    }
}
