using System.Globalization;
using BootLab.Machine;
using BootLab.Vm.Judging;

namespace BootLab.Vm.Running;

/// <summary>Makes an outcome of what a guest did and reported.</summary>
internal static class OutcomeDetector
{
    /// <summary>The outcome.</summary>
    /// <param name="course">What was seen from outside.</param>
    /// <param name="report">What the guest reported.</param>
    /// <param name="machine">The machine that it was to be.</param>
    /// <param name="traffic">What each card sent, by the lab's names; null when it is not seen, and the guest's word has to do.</param>
    public static VmOutcome Of(GuestCourse course, GuestReport report, MachineSpec machine, IReadOnlyDictionary<string, NicTraffic>? traffic = null)
    {
        var where = course.LastStage is { } stage ? $"in the stage '{stage}'" : "before its init was heard";
        if (course.Restarts > 0)
        {
            var what = course.Panics > 0 ? "the kernel panicked" : "it restarted without a panic";
            return new VmOutcome(VmOutcomeKind.CrashedAndRebooted, $"{what}, {where}") { Restarts = course.Restarts };
        }

        return course.End switch
        {
            GuestEnd.Reported => OfReport(report, machine, traffic),
            GuestEnd.Panicked => new VmOutcome(VmOutcomeKind.Stopped, $"the kernel panicked, {where}"),
            GuestEnd.SwitchedOff => new VmOutcome(VmOutcomeKind.Stopped, $"it switched itself off, {where}"),
            GuestEnd.QemuEnded => new VmOutcome(VmOutcomeKind.Stopped, $"QEMU ended, {where}"),
            _ when course.LastStage is null => new VmOutcome(VmOutcomeKind.NoBoot, $"nothing was heard of it within {course.Limit?.TotalSeconds:0.#} s"),
            _ => new VmOutcome(VmOutcomeKind.Stopped, $"the stage '{course.LastStage}' was not over within {course.Limit?.TotalSeconds:0.#} s"),
        };
    }

    /// <summary>Address and prefix length of each card that has one, by MAC address in lower case with colons.</summary>
    public static IReadOnlyDictionary<string, string> Addresses(GuestReport report) => report["addresses"]
        .Select(line => line.Split(' '))
        .Where(words => words.Length >= 3 && words[^1].Contains('/', StringComparison.Ordinal))
        .ToDictionary(words => words[0], words => words[^1], StringComparer.OrdinalIgnoreCase);

    /// <summary>The text of the file <c>marker</c> on the disk; null when there is none that could be read.</summary>
    public static string? Marker(GuestReport report) =>
        report["disk"].FirstOrDefault(line => line.StartsWith("marker ", StringComparison.Ordinal))?["marker ".Length..];

    /// <summary>The size of the disk in sectors of 512 bytes; null when there is no disk.</summary>
    public static long? Sectors(GuestReport report) =>
        report["device"] is [var first, ..] && long.TryParse(first.Split(' ')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var sectors) ? sectors : null;

    /// <summary>The disk's first 512 bytes; empty when there is no disk.</summary>
    public static byte[] FirstSector(GuestReport report)
    {
        var sector = new byte[512];
        return Convert.TryFromBase64String(string.Concat(report["device"].Skip(1)), sector, out var count) ? sector[..count] : [];
    }

    private static VmOutcome OfReport(GuestReport report, MachineSpec machine, IReadOnlyDictionary<string, NicTraffic>? traffic)
    {
        if (Sectors(report) is null)
        {
            var words = report["login"].FirstOrDefault(line => !line.StartsWith("status ", StringComparison.Ordinal) && !line.StartsWith("iscsistart: version", StringComparison.Ordinal));
            return new VmOutcome(VmOutcomeKind.NoBoot, words ?? "there is no disk");
        }

        var addresses = Addresses(report);
        (string Name, string? Lack)[] cards =
        [
            .. machine.NicsInPciOrder.Where(nic => nic.Network is not null).Select(nic => (nic.Name, Lack(nic, addresses.ContainsKey(MacText.Format(nic.Mac)), traffic?.GetValueOrDefault(nic.Name)))),
        ];
        (string Name, string? Lack)[] without = [.. cards.Where(card => card.Lack is not null)];
        return without.Length == 0
            ? new VmOutcome(VmOutcomeKind.Booted)
            : new VmOutcome(VmOutcomeKind.BootedWithoutNic, string.Join("; ", without.Select(card => $"{card.Name} {card.Lack}"))) { Without = [.. without.Select(card => card.Name)] };
    }

    /// <summary>What a card lacks to be of use; null for nothing. What the wire saw of it counts more than what the system says.</summary>
    private static string? Lack(NicSpec nic, bool hasAddress, NicTraffic? sent) => (hasAddress, sent) switch
    {
        (true, null) => null,
        (true, { Arp: 0, Dhcp: 0 }) => "has an address, but no ARP or DHCP came from it",
        (true, _) => null,
        (false, _) when !nic.LinkUp => "has no link",
        (false, null) => "has no address",
        (false, { Dhcp: > 0 }) => $"asked for an address {(sent.Dhcp == 1 ? "once" : $"{sent.Dhcp} times")} and has none",
        (false, { Frames: > 0 }) => "has no address and did not ask for one",
        (false, _) => "has no address, and no frame came from it",
    };
}
