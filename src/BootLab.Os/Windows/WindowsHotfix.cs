using BootLab.Os.Knowledge;

namespace BootLab.Os.Windows;

/// <summary>A fix that changes how a version of Windows boots from iSCSI.</summary>
/// <param name="Id">Its article, such as <c>KB2344941</c>; <c>KB-2012-NIC</c> stands for one whose number is not known.</param>
/// <param name="Mends">What a version no longer does with it.</param>
/// <param name="Generations">The versions that it is for.</param>
/// <param name="Statement">What it does, and how that is known.</param>
public sealed record WindowsHotfix(string Id, WindowsTrait Mends, IReadOnlyList<WindowsGeneration> Generations, Statement Statement)
{
    /// <summary>The name of an article whose number is not known; null where <see cref="Id"/> is the number.</summary>
    public string? Article { get; init; }

    /// <summary>Every fix that the model knows.</summary>
    public static IReadOnlyList<WindowsHotfix> All { get; } =
    [
        new("KB2487376", WindowsTrait.InstanceBySerial, [WindowsGeneration.Vista],
            new("a card of the same model in the same slot is the same device, whatever its serial number", Evidence.Vendor, "KB2487376")),
        new("KB2344941", WindowsTrait.InstanceBySerial, [WindowsGeneration.Seven],
            new("a card of the same model in the same slot is the same device, whatever its serial number (without Service Pack 1)", Evidence.Vendor, "KB2344941")),
        new("KB2550978", WindowsTrait.InstanceBySerial, [WindowsGeneration.Seven],
            new("a card of the same model in the same slot is the same device, whatever its serial number (with Service Pack 1)", Evidence.Vendor, "KB2550978")),
        new("KB2727330", WindowsTrait.ZeroGatewayRoute, [WindowsGeneration.Vista, WindowsGeneration.Seven],
            new("no default route by 0.0.0.0 is made of an absent gateway", Evidence.Vendor, "KB2727330")),
        new("KB-2012-NIC", WindowsTrait.Code31, [WindowsGeneration.Eight],
            new("the other NICs start after Setup onto an iSCSI disk", Evidence.Vendor, "KB-2012-NIC")) { Article = "Network adapters are not started after Windows Server 2012 Setup" },
        new("KB5051987", WindowsTrait.PollModeStops, [WindowsGeneration.Eleven24H2],
            new("NICs in NDIS Poll Mode boot again (11 February 2025, revision 3194 of build 26100)", Evidence.SingleReport, "KB5051987")),
        new("KB967999", WindowsTrait.MpioStops, [WindowsGeneration.Vista],
            new("MPIO beside a disk on SD or USB no longer stops the boot", Evidence.Vendor, "KB967999")),
        new("KB902113", WindowsTrait.ShutdownStops, [WindowsGeneration.Xp],
            new("Server 2003 shuts down without a stop", Evidence.Vendor, "KB902113")),
    ];

    /// <summary>The fix of an article; null when the model does not know it.</summary>
    public static WindowsHotfix? Find(string id) => All.FirstOrDefault(fix => fix.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}
