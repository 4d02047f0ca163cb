using BootLab.Rules.Content;
using BootLab.Rules.Esxi;
using BootLab.Rules.Form;
using BootLab.Rules.FreeBsd;
using BootLab.Rules.Illumos;
using BootLab.Rules.Linux;
using BootLab.Rules.Producers;
using BootLab.Rules.SeedOrdering;
using BootLab.Rules.Windows;

namespace BootLab.Rules;

/// <summary>Every rule there is.</summary>
public static class Catalogue
{
    /// <summary>All rules, by pack and id.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        .. FormRules.All,
        .. ContentRules.All,
        .. LinuxRules.All,
        .. WindowsRules.All,
        .. SeedOrderingProfile.Rules,
        .. EsxiRules.All,
        .. FreeBsdRules.All,
        .. IllumosRules.All,
        .. ProducerRules.All,
    ];

    /// <summary>The rule with this id, in any case of letters; null when there is none.</summary>
    public static Rule? Find(string id) => All.FirstOrDefault(rule => rule.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The rules of this id, or with this id of a fact (<c>S21</c>, <c>T-ORD-1</c>); empty when there is none.</summary>
    public static IReadOnlyList<Rule> Search(string id) => Find(id) is { } rule
        ? [rule]
        : [.. All.Where(candidate => candidate.Info.Facts.Contains(id, StringComparer.OrdinalIgnoreCase))];
}
