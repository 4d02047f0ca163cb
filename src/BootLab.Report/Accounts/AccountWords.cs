using System.Globalization;
using BootLab.Machine;

namespace BootLab.Report.Accounts;

/// <summary>Observations in words.</summary>
public static class AccountWords
{
    private static readonly Dictionary<WatchEnd, string> s_ends = new()
    {
        [WatchEnd.Limit] = "limit",
        [WatchEnd.SwitchedOff] = "switched-off",
        [WatchEnd.RestartedTooOften] = "restarted-too-often",
        [WatchEnd.QemuEnded] = "qemu-ended",
        [WatchEnd.Interrupted] = "interrupted",
    };

    /// <summary>One word for programs.</summary>
    public static string Of(Reached reached) => reached switch
    {
        Reached.NoBoot => "no-boot",
        Reached.NotLoggedIn => "not-logged-in",
        Reached.LoggedIn => "logged-in",
        _ => "restarts",
    };

    /// <summary>One word for programs.</summary>
    public static string Of(WatchEnd end) => s_ends[end];

    /// <summary>The end that a word names.</summary>
    /// <exception cref="FormatException">None has that name.</exception>
    public static WatchEnd EndOf(string word) => s_ends.Where(end => end.Value == word).Select(end => (WatchEnd?)end.Key).FirstOrDefault()
        ?? throw new FormatException($"found '{word}' as the end, expected one of {string.Join(", ", s_ends.Values)}");

    /// <summary>How far the system was seen to come, in one line.</summary>
    public static string Headline(Observation seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return seen.Reached switch
        {
            Reached.NoBoot => seen.Firmware == FirmwareKind.Uefi ? "nobody logged in" : "no boot sector was entered",
            Reached.NotLoggedIn => $"{(seen.Firmware == FirmwareKind.Uefi ? "the boot program logged in" : "a boot sector was entered")}; no initiator of the system logged in",
            Reached.LoggedIn => $"the system's own initiator logged in{(seen.Restarts == 0 ? "" : $", after {Times(seen.Restarts, "restart")}")}",
            _ => $"the machine restarted by itself, {Times(seen.Restarts, "time")}{(seen.Boots.Any(boot => boot.SystemLogin is not null) ? "; the system's initiator had logged in before" : "; no initiator of the system logged in")}",
        };
    }

    /// <summary>What was seen, a line each, in the order of time.</summary>
    public static IEnumerable<string> Lines(Observation seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        foreach (var (number, boot) in seen.Boots.Index())
        {
            var lines = new List<(TimeSpan At, string Text)> { (boot.At, number == 0 ? "switched on" : $"restart {number}, by the system or the firmware") };
            if (boot.BootSectorAt is { } entered)
            {
                lines.Add((entered, $"a boot sector is entered; the table is handed over{(seen.Address is { } address ? $", at 0x{address:x}" : "")}"));
            }

            lines.AddRange(boot.Logins.Select(login => (login.At, Line(login))));
            lines.AddRange(boot.Panics.Select(panic => (panic.At, panic.StopCode is { } code ? $"the system crashes and gives the stop code 0x{code:X}" : "the system tells QEMU that it crashes")));
            foreach (var (at, text) in lines.OrderBy(line => line.At))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds,7:0.0} s  {text}");
            }

            foreach (var nic in boot.Nics)
            {
                yield return $"           NIC {nic.Name} at {nic.Pci}: {Times(nic.Frames, "frame")}{(boot.SystemLogin is null ? "" : $", {nic.FramesAfterLogin} of them after the system's login")}{Clients(nic)}";
            }
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"{seen.Elapsed.TotalSeconds,7:0.0} s  {Words(seen.End)}");
    }

    private static string Line(ObservedLogin login) =>
        $"{(login.IsSystem ? "the system's initiator" : "the boot program")} {(login.Status == 0 ? "logs in" : $"is refused ({login.Status:x4})")} as {login.Initiator ?? "(no name)"} from {login.From}, {login.Auth}, ISID {login.Isid}{Maker(login.Isid)}";

    // IANA's enterprise numbers in ISIDs of type 01b (RFC 7143, 11.12.5), and Cisco's OUI in open-iscsi's.
    private static string Maker(string isid) => isid switch
    {
        _ when isid.StartsWith("40000137", StringComparison.Ordinal) => " (Microsoft)",
        _ when isid.StartsWith("40002723", StringComparison.Ordinal) => " (iPXE)",
        _ when isid.StartsWith("00023d", StringComparison.Ordinal) => " (open-iscsi)",
        _ => "",
    };

    private static string Clients(ObservedNic nic) => nic.DhcpClients.Count == 0 ? "; nobody asked for a lease" : $"; asked for a lease: {string.Join(", ", nic.DhcpClients)}";

    private static string Times(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string Words(WatchEnd end) => end switch
    {
        WatchEnd.Limit => "the time of watching was over",
        WatchEnd.SwitchedOff => "the system switched the machine off",
        WatchEnd.RestartedTooOften => "given up, as it restarted too often",
        WatchEnd.QemuEnded => "QEMU ended by itself",
        _ => "the watching was interrupted",
    };
}
