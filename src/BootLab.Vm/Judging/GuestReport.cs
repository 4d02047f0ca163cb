using System.Globalization;
using System.Text.RegularExpressions;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Judging;

/// <summary>What a guest reported up to its being ready for the next request: sections of lines.</summary>
public sealed class GuestReport
{
    private readonly Dictionary<string, IReadOnlyList<string>> _sections = [];

    internal GuestReport(params IEnumerable<(string Name, IReadOnlyList<string> Lines)> sections)
    {
        foreach (var (name, lines) in sections)
        {
            _sections[name] = lines;
        }
    }

    /// <summary>The guest's uptime at the end of the report.</summary>
    public TimeSpan Uptime { get; private set; }

    /// <summary>The lines of a section; none when it was not asked for.</summary>
    public IReadOnlyList<string> this[string section] => _sections.GetValueOrDefault(section, []);

    /// <summary>Reads a report; null when the guest ended before its end.</summary>
    /// <param name="lines">The port that the guest reports on.</param>
    /// <param name="mark">The random word of this boot, by which marker lines are known.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<GuestReport?> ReadAsync(SerialLines lines, string mark, CancellationToken cancellation)
    {
        var report = new GuestReport();
        return await report.ReadOnAsync(lines, mark, _ => { }, cancellation) ? report : null;
    }

    /// <summary>Reads on to the next ready line; false when the guest ended before. A section replaces an earlier one of its name, as of a guest that has restarted.</summary>
    /// <param name="lines">The port that the guest reports on.</param>
    /// <param name="mark">The random word of this boot.</param>
    /// <param name="begun">Is told of each section as it begins.</param>
    /// <param name="cancellation">Gives up.</param>
    internal async Task<bool> ReadOnAsync(SerialLines lines, string mark, Action<string> begun, CancellationToken cancellation)
    {
        var section = new List<string>();
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            if (Take(line, mark, ref section, begun))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A report whose lines are all there; null when its end is missing.</summary>
    internal static GuestReport? Of(IEnumerable<string> lines, string mark)
    {
        var report = new GuestReport();
        var section = new List<string>();
        return lines.Any(line => report.Take(line, mark, ref section, _ => { })) ? report : null;
    }

    /// <summary>Takes a line; true when it is the last one of a report.</summary>
    private bool Take(string line, string mark, ref List<string> section, Action<string> begun)
    {
        // The firmware may have left half a line on the port.
        var prefix = $"@{mark} ";
        var start = line.IndexOf(prefix, StringComparison.Ordinal);
        if (start < 0)
        {
            section.Add(line);
            return false;
        }

        var words = line[(start + prefix.Length)..].Split(' ', 2);
        switch (words)
        {
            case ["begin", var name]:
                section = [];
                begun(name);
                return false;
            case ["end", var name]:
                _sections[name] = section;
                return false;
            case ["ready", var seconds]:
                Uptime = double.TryParse(seconds, CultureInfo.InvariantCulture, out var uptime) ? TimeSpan.FromSeconds(uptime) : TimeSpan.Zero;
                return true;
            default:
                return false;
        }
    }
}

/// <summary>Lines of the kernel's log.</summary>
internal static partial class KernelLog
{
    // What every first load of a module says, and what clocks and the source of randomness say of themselves some time after the boot.
    private static readonly string[] s_unrelated = ["module verification failed", "tsc: ", "clocksource: ", "random: "];

    /// <summary>Messages without time stamps, stack traces, repetitions and what has nothing to do with a table.</summary>
    public static IReadOnlyList<string> Messages(IEnumerable<string> lines)
    {
        var messages = new List<string>();
        var isTrace = false;
        foreach (var line in lines)
        {
            var text = TimeStamp().Replace(line, "");
            isTrace |= text.StartsWith("CPU: ", StringComparison.Ordinal);
            if (!isTrace && text.Length > 0 && !s_unrelated.Any(unrelated => text.Contains(unrelated, StringComparison.Ordinal)) && !messages.Contains(text))
            {
                messages.Add(text);
            }

            isTrace &= !text.Contains("</TASK>", StringComparison.Ordinal);
        }

        return messages;
    }

    [GeneratedRegex(@"^\[ *\d+\.\d+\] ")]
    private static partial Regex TimeStamp();
}
