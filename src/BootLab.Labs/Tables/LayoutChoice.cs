using BootLab.Ibft.Layouts;

namespace BootLab.Labs.Tables;

/// <summary>Whose layout a table has: where its parts go, and what its fields hold when nothing is said of them.</summary>
/// <param name="Name">The name in a table file; null for a layout that the file describes itself.</param>
/// <param name="Profile">The producer.</param>
/// <param name="IsExplicit">Whether nothing is placed: structures say where they are, and so do strings.</param>
internal sealed record LayoutChoice(string? Name, ProducerProfile Profile, bool IsExplicit = false)
{
    /// <summary>No layout at all.</summary>
    public static readonly LayoutChoice Explicit = new(
        "explicit", new ProducerProfile { Id = "explicit", Name = "explicit", Layout = TableLayouts.BootLab with { Name = "explicit" } }, IsExplicit: true);

    /// <summary>Every layout with a name: the producers by their ids, and short names for the newest of a family.</summary>
    public static readonly IReadOnlyDictionary<string, LayoutChoice> ByName = Names();

    /// <summary>The layouts that differ, in the order in which one that fits is preferred.</summary>
    public static readonly IReadOnlyList<LayoutChoice> Distinct =
        [.. new[] { "ipxe", "edk2", "edk2-mdemodule", "ipxe-2010-09-14", "gpxe", "ibft.pl", "u-root", "bootlab", "explicit" }.Select(name => ByName[name])];

    private static OrderedDictionary<string, LayoutChoice> Names()
    {
        var names = new OrderedDictionary<string, LayoutChoice>
        {
            ["ipxe"] = new("ipxe", ProducerProfiles.Ipxe20170510),
            ["gpxe"] = new("gpxe", ProducerProfiles.Gpxe100),
        };
        foreach (var profile in ProducerProfiles.All)
        {
            names[profile.Id] = new LayoutChoice(profile.Id, profile);
        }

        names["explicit"] = Explicit;
        return names;
    }
}
