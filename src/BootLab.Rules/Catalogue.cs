using BootLab.Rules.SeedOrdering;

namespace BootLab.Rules;

/// <summary>Every rule there is.</summary>
public static class Catalogue
{
    /// <summary>All rules, by profile and id.</summary>
    public static IReadOnlyList<Rule> All => SeedOrderingProfile.Rules;

    /// <summary>The rule with this id, in any case of letters; null when there is none.</summary>
    public static Rule? Find(string id) => All.FirstOrDefault(rule => rule.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}
