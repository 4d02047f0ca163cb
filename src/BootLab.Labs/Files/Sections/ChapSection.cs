using BootLab.Labs.Files.Shapes;
using BootLab.Machine;

namespace BootLab.Labs.Files.Sections;

/// <summary><c>chap</c>: credentials of a target, or of an attempt that logs in to it.</summary>
internal static class ChapSection
{
    private static readonly Key<string> User = new("user", Scalars.Line, "The name that the initiator proves to be.", Required: true);

    private static readonly Key<string> Secret = new("secret", Scalars.Line, "The initiator's secret.", Required: true);

    private static readonly Key<string> ReverseUser = new("reverse-user", Scalars.Line, "The name that the target proves to be (mutual CHAP).");

    private static readonly Key<string> ReverseSecret = new("reverse-secret", Scalars.Line, "The target's secret (mutual CHAP).");

    private static readonly Key<ChapWhen> When = new(
        "when", Scalars.Choice<ChapWhen>("a time"), "demanded (when absent): every login has to use CHAP; offered: only a login whose AuthMethod list begins with CHAP.");

    /// <summary>Credentials of an initiator.</summary>
    public static readonly MapShape<ChapSpec> InitiatorShape = new("CHAP login", "CHAP credentials of an initiator.", [User, Secret, ReverseUser, ReverseSecret], Read, CheckReverse);

    /// <summary>Credentials that a target knows.</summary>
    public static readonly MapShape<(ChapSpec Chap, ChapWhen When)> TargetShape = new(
        "CHAP account",
        "CHAP credentials that a target knows.",
        [User, Secret, ReverseUser, ReverseSecret, When],
        map => (Read(map), map.Get(When, ChapWhen.Demanded)),
        CheckReverse);

    private static ChapSpec Read(MapReader map) => new(map.Get(User), map.Get(Secret), map.Find(ReverseUser), map.Find(ReverseSecret));

    private static void CheckReverse(MapReader map)
    {
        if (map.Has(ReverseUser) != map.Has(ReverseSecret))
        {
            map.Report(map.Has(ReverseUser) ? ReverseUser : ReverseSecret, "found half of the target's credentials, expected 'reverse-user' and 'reverse-secret' together");
        }
    }
}
