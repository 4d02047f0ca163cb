using BootLab.Disk.Registry.Windows;
using BootLab.Machine;
using BootLab.Os.Windows.Conditions;
using BootLab.Os.Windows.Knowing;

namespace BootLab.Os.Windows.Stages;

/// <summary>Which device a boot NIC is to an installed Windows.</summary>
/// <param name="Known">The device; null when Windows never met it, or nobody knows.</param>
/// <param name="Role"><see cref="FactRole.Holds"/>, <see cref="FactRole.Assumed"/> or <see cref="FactRole.Breaks"/>.</param>
/// <param name="Fact">What decides.</param>
/// <param name="Text">The same in one line.</param>
internal sealed record DeviceMatch(KnownNic? Known, FactRole Role, WindowsFact Fact, string Text)
{
    /// <summary>Whether it is another NIC than the one that Windows is known to have been installed through, though it may know it.</summary>
    public bool IsAlternate { get; init; }

    /// <summary>
    /// Looks for the device. It is named by its place on the bus and by its ids; a serial number names it too, and on old versions without a fix it goes before the place.
    /// </summary>
    public static DeviceMatch Of(BootRun boot, BootNic nic)
    {
        var windows = boot.Windows;
        if (windows.Nics.Count == 0 && !windows.KnowsAllNics)
        {
            return new DeviceMatch(null, FactRole.Assumed, FactCatalogue.SameDevice, $"nobody says what Windows was installed through: it is taken to know {nic.Name}");
        }

        if (nic.Machine is { Attachment: not NicAttachment.Pci })
        {
            return WithoutPlace(boot, nic, "has no place on a PCI bus");
        }

        // A slot may have held several cards.
        var inSlot = windows.Nics.Where(known => known.Pci == nic.Pci).ToList();
        return (inSlot.Find(known => OtherIds(nic, known) is null && known.SerialNumber == nic.Machine?.SerialNumber) ?? inSlot.Find(known => OtherIds(nic, known) is null) ?? inSlot.FirstOrDefault()) is { } here ? InSameSlot(boot, nic, here)
            : windows.Nics.FirstOrDefault(known => nic.Machine is null && nic.Entry.MacAddress.Equals(known.Mac)) is { } sameMac ? InSameSlot(boot, nic, sameMac)
            : windows.Nics.FirstOrDefault(known => IsSameCard(nic, known)) is { } moved ? new DeviceMatch(moved, FactRole.Holds, FactCatalogue.SameDevice, $"{nic.Name} was at {moved.Pci}: its serial number names it there and here")
            : nic is { Machine: null, Entry.PciBdf: 0 } ? WithoutPlace(boot, nic, "has no place on a PCI bus in the table")
            : nic.Machine is null && MayBe(windows).Any() ? WithoutPlace(boot, nic, $"is no card at {nic.Pci} that this Windows has met")
            : windows.KnowsAllNics ? NeverMet(boot, nic)
            : NotTheFirst(boot, nic, windows.Nics[0]);
    }

    private static IEnumerable<WindowsNic> MayBe(KnownWindows windows) => NicBus.WithoutPlace(windows.Nics.Select(known => known.Hive).OfType<WindowsNic>());

    private static DeviceMatch WithoutPlace(BootRun boot, BootNic nic, string why)
    {
        var candidates = MayBe(boot.Windows).ToList();
        return candidates switch
        {
            [] when boot.Windows.Hive is not null => new DeviceMatch(null, FactRole.Breaks, FactCatalogue.DeviceKnown, $"{nic.Name} {why}, and this Windows has met NICs on PCI only"),
            [var one] => new DeviceMatch(boot.Windows.Nics.First(known => known.Hive == one), FactRole.Assumed, FactCatalogue.DeviceKnown, $"{nic.Name} {why}: taken to be {one.Device.Path}, the only one that is not on PCI"),
            _ => new DeviceMatch(null, FactRole.Assumed, FactCatalogue.DeviceKnown, $"{nic.Name} {why}: Windows is taken to know it"),
        };
    }

    private static DeviceMatch InSameSlot(BootRun boot, BootNic nic, KnownNic known)
    {
        if (OtherIds(nic, known) is { } difference)
        {
            return new DeviceMatch(null, FactRole.Breaks, FactCatalogue.OtherIds, $"{nic.Name} is another model than the card that Windows met there: {difference}");
        }

        var bySerial = boot.With(WindowsTrait.InstanceBySerial);
        if (nic.Machine?.SerialNumber is { } now && known.SerialNumber is { } then)
        {
            return now == then ? new DeviceMatch(known, FactRole.Holds, FactCatalogue.SameDevice, $"{nic.Name} is the card that Windows met: same slot, same serial number")
                : bySerial is not null ? new DeviceMatch(null, FactRole.Breaks, FactCatalogue.SameDevice.On(bySerial), $"{nic.Name} is another card of the same model, with serial number {now:X16} instead of {then:X16}: a new device")
                : new DeviceMatch(known, FactRole.Holds, FactCatalogue.SameDevice, $"{nic.Name} is another card of the same model in the same slot: the same device");
        }

        var mayBeReplaced = nic.Machine is not null && known.Mac is not null && !known.Mac.Equals(nic.Machine.Mac);
        return bySerial is not null && mayBeReplaced
            ? new DeviceMatch(known, FactRole.Assumed, FactCatalogue.SameDevice.On(bySerial), $"{nic.Name} has another MAC address than the card that Windows met there: taken to have no serial number, which would make it a new device")
            : new DeviceMatch(known, FactRole.Holds, FactCatalogue.SameDevice, $"{nic.Name} is where Windows met it");
    }

    private static DeviceMatch NeverMet(BootRun boot, BootNic nic) =>
        boot.Windows.Nics.FirstOrDefault(known => nic.Machine is not null && known.VendorId is not null && OtherIds(nic, known) is null) is { Pci: not null } twin
            ? new DeviceMatch(null, FactRole.Breaks, OtherSlot(boot), $"{nic.Name} was never seen by this Windows: a card of its model was at {twin.Pci}, and in another slot it is a new device")
            : new DeviceMatch(null, FactRole.Breaks, FactCatalogue.DeviceKnown, $"{nic.Name} was never seen by this Windows, which knows {(boot.Windows.Nics.Count == 0 ? "no NIC" : string.Join(", ", boot.Windows.Nics.Select(NameOf)))}");

    private static DeviceMatch NotTheFirst(BootRun boot, BootNic nic, KnownNic first)
    {
        var isStillThere = boot.Situation.Machine?.Nics.Any(one => one.Pci == first.Pci) ?? true;
        return isStillThere
            ? new DeviceMatch(null, FactRole.Assumed, FactCatalogue.DeviceKnown, $"Windows was installed through {NameOf(first)}; {nic.Name} is taken to have been in the machine then") { IsAlternate = true }
            : new DeviceMatch(null, FactRole.Breaks, OtherSlot(boot), $"Windows was installed through {NameOf(first)}, where no NIC is now: {nic.Name} is a new device to it");
    }

    private static WindowsFact OtherSlot(BootRun boot) => boot.With(WindowsTrait.InstanceBySlot) is { } slot ? FactCatalogue.OtherSlot.On(slot) : FactCatalogue.OtherSlot;

    private static bool IsSameCard(BootNic nic, KnownNic known) =>
        nic.Machine?.SerialNumber is { } serial && known.SerialNumber == serial && known.Pci?.Function == nic.Pci.Function && OtherIds(nic, known) is null;

    private static string? OtherIds(BootNic nic, KnownNic known) => nic.Machine is not { } now ? null
        : Differs("vendor", now.Model.VendorId, known.VendorId) ?? Differs("device", now.Model.DeviceId, known.DeviceId)
        ?? Differs("subsystem", now.Subsystem, known.Subsystem) ?? Differs("revision", now.Revision, known.Revision);

    private static string? Differs(string what, uint? now, uint? then) => now is null || then is null || now == then ? null : $"{what} {now:x4} instead of {then:x4}";

    private static string NameOf(KnownNic known) => known.Pci?.ToString() ?? known.InstancePath ?? (known.Mac is { } mac ? MacText.Format(mac) : "a NIC without a place");
}
