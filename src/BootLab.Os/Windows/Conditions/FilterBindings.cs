using BootLab.Disk.Registry.Windows;
using BootLab.Os.Windows.Knowing;

namespace BootLab.Os.Windows.Conditions;

/// <summary>Whether lightweight filters hold a boot NIC back (W-LWF-1): NDIS halts a NIC to which a mandatory filter does not attach, and one whose driver the loader does not load attaches too late.</summary>
public static class FilterBindings
{
    /// <summary>A filter that is mandatory (FilterRunType 1).</summary>
    public const uint Mandatory = 1;

    /// <summary>The filter of the Windows Filtering Platform, 7 and Server 2008 R2.</summary>
    public static Guid WfpFilter { get; } = new("b70d6460-3635-4d42-b866-b8ab1a24454c");

    /// <summary>Whether a filter holds the NIC back; null when what decides is not known.</summary>
    public static bool? HoldsBack(bool? isMandatory, bool? isLoaded) =>
        isMandatory == false || isLoaded == true ? false
        : isMandatory == true && isLoaded == false ? true
        : null;

    /// <inheritdoc cref="HoldsBack(bool?, bool?)"/>
    public static bool? HoldsBack(KnownFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return HoldsBack(filter.IsMandatory, filter.IsLoaded);
    }

    /// <summary>Whether it is a filter of the Windows Filtering Platform, which every version has under another name (WfpLwf, WFPLWFS, ms_wfplwf_lower).</summary>
    public static bool IsWfp(KnownFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.Name.Contains("wfplwf", StringComparison.OrdinalIgnoreCase) || filter.Name.Equals(WfpFilter.ToString("B"), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What a hive says of a filter that is bound to an adapter.</summary>
    public static KnownFilter Of(FilterBinding binding, WindowsFacts hive)
    {
        ArgumentNullException.ThrowIfNull(hive);
        var filter = binding.Filter is { } id ? hive.Filter(id) : null;
        var service = filter?.Service is { Length: > 0 } name ? DistrustedHive.Service(hive, name) : null;
        return new KnownFilter(
            filter?.ComponentId ?? binding.Filter?.ToString("B") ?? binding.Entry,
            filter?.RunType is { } type ? type == Mandatory : null,
            service is null ? null : service.IsBootStart || service.IsPromotedOnNetworkBoot);
    }
}
