using BootLab.Disk.Registry.Windows;
using BootLab.Os.Windows.Conditions;
using static BootLab.Os.Windows.Checklist.CheckState;
using Facts = BootLab.Os.Windows.FactCatalogue;

namespace BootLab.Os.Windows.Checklist;

/// <summary>Lightweight filters bound to a NIC: NDIS halts a NIC to which a mandatory one does not attach.</summary>
internal static class FilterChecks
{
    // A sound list has a handful; a damaged one may have a million.
    private const int MostFilters = 64;

    private static readonly Dictionary<Guid, string> s_names = new()
    {
        [FilterBindings.WfpFilter] = "WFP filter",
        [new("3bfd7820-d65c-4c1b-9fea-983a019639ea")] = "WFP native MAC layer filter",
        [new("e7c3b2f0-f3c5-48df-af2b-10fed6d72e7a")] = "WFP 802.3 MAC layer filter",
        [new("b5f4d659-7daa-4565-8e41-be220ed60542")] = "QoS packet scheduler",
    };

    public static void Check(Inspection inspection, Card card, NicSheet sheet)
    {
        // Lightweight filters came with Vista.
        if (inspection.IsXp || card.Nic.Adapter is not { } adapter)
        {
            return;
        }

        var difference = inspection.Release.With(WindowsTrait.WfpFilter);
        var fact = difference is null ? Facts.Filter.Inferred : Facts.Filter.On(difference);
        if (adapter.Filters.Count == 0)
        {
            sheet.Needed($"{adapter.KeyPath}\\Linkage", "FilterList", fact, "no mandatory filter", () => new Judgement("none", Ok));
        }

        var filters = adapter.Filters.DistinctBy(binding => binding.Filter?.ToString() ?? binding.Entry).ToArray();
        foreach (var binding in filters.Take(MostFilters))
        {
            CheckFilter(inspection, adapter, binding, fact, sheet);
        }

        if (filters.Length > MostFilters)
        {
            sheet.Needed($"{adapter.KeyPath}\\Linkage", "(others)", fact, "", () => TooMany(filters.Length));
        }
    }

    /// <summary>Drivers above a device, or above all devices of a class (<c>UpperFilters</c>): the device does not start without them.</summary>
    public static Judgement Above(Inspection inspection, IReadOnlyList<string> filters)
    {
        var late = filters.Take(MostFilters).Select(name => (Name: name, Start: inspection.BootStart(inspection.Facts.Service(name)))).FirstOrDefault(filter => !filter.Start.IsLoaded);
        return filters.Count == 0 ? new Judgement(Words.List(filters), Ok)
            : late.Name is null && filters.Count > MostFilters ? TooMany(filters.Count)
            : late.Name is null ? new Judgement(Words.List(filters), Warning, "a filter of another maker stands on the NIC that the disk is behind")
            : new Judgement(Words.List(filters), Wrong, $"{late.Name} {late.Start.Words}: the device does not start without it");
    }

    private static Judgement TooMany(int count) => Judgement.Unknown($"{count - MostFilters} more", "so many filters are not looked at");

    private static void CheckFilter(Inspection inspection, NetworkAdapter adapter, FilterBinding binding, WindowsFact fact, NicSheet sheet)
    {
        const string Wanted = "2 (optional), or a driver that the loader loads";
        if (binding.Filter is not { } id || inspection.Facts.Filter(id) is not { } filter)
        {
            var what = binding.Filter?.ToString("B") ?? binding.Entry;
            sheet.Needed($"{adapter.KeyPath}\\Linkage", "FilterList", fact, Wanted, () => Judgement.Unknown(Name(binding), $"{what} is no filter of this control set: whether the NIC works without it cannot be said"));
            return;
        }

        var known = FilterBindings.Of(binding, inspection.Facts);
        var name = filter.ComponentId ?? Name(binding);
        var isWindows = s_names.ContainsKey(id) || (filter.ComponentId?.StartsWith("ms_", StringComparison.OrdinalIgnoreCase) ?? false);
        var found = $"{RunType(filter.RunType)}: {Name(binding)}{(filter.ComponentId is { } component ? $" ({component})" : "")}, driver {Words.Text(filter.Service)}{(known.IsLoaded is { } loaded ? $", {(loaded ? "" : "not ")}loaded at boot" : "")}";
        var key = $"{filter.KeyPath}\\Ndi";
        switch (FilterBindings.HoldsBack(known))
        {
            case true:
                sheet.Needed(key, "FilterRunType", fact, Wanted, () => new Judgement(found, Wrong, $"{name} is bound to the NIC, mandatory and not loaded at boot: NDIS halts the NIC, and the disk behind it is gone; make it optional on the disk, boot, and unbind it from the NIC"));
                break;
            case null:
                sheet.Needed(key, "FilterRunType", fact, Wanted, () => Judgement.Unknown(found, $"whether {name} holds the NIC back cannot be said"));
                break;
            case false when known.IsMandatory == true && id == FilterBindings.WfpFilter:
                sheet.Better(key, "FilterRunType", Facts.BootStartFilter, "2 (optional), or not bound", () => new Judgement(found, Warning, $"{name} is mandatory, and loaded at boot; Microsoft says that it is not fit for the paging path"));
                break;
            case false when !isWindows:
                sheet.Better(key, "FilterRunType", ChecklistFacts.ThirdParty, "not bound", () => new Judgement(found, Warning, $"{name} is of another maker: unbind it from the boot NIC"));
                break;
            default:
                sheet.Needed(key, "FilterRunType", fact, Wanted, () => new Judgement(found, Ok));
                break;
        }
    }

    private static string RunType(uint? type) => type switch
    {
        FilterBindings.Mandatory => "1 (mandatory)",
        2 => "2 (optional)",
        _ => Words.Number(type),
    };

    private static string Name(FilterBinding binding) => binding.Filter is { } id ? s_names.GetValueOrDefault(id) ?? id.ToString("B") : binding.Entry;
}
