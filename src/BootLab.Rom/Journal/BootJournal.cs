using System.Text;
using BootLab.Net.Clock;

namespace BootLab.Rom.Journal;

/// <summary>What a boot leaves behind for the reader: its events, and the console as a person in front of the machine would see it.</summary>
public sealed class BootJournal(EventLoop loop)
{
    private static readonly Dictionary<string, object?> NoData = [];
    private readonly List<BootEvent> _events = [];
    private readonly StringBuilder _console = new();
    private readonly HashSet<string> _secrets = [];
    private readonly TimeSpan _powerOn = loop.Now;

    /// <summary>The events in the order they happened.</summary>
    public IReadOnlyList<BootEvent> Events => _events;

    /// <summary>Everything printed on the console.</summary>
    public string Console => _console.ToString();

    /// <summary>CHAP secrets that the boot program has read or been given. Events and console hold them in plain text: mask them before anything is shown.</summary>
    public IReadOnlyCollection<string> Secrets => _secrets;

    /// <summary>Called for each event; the lab puts stage comments into the capture with it.</summary>
    public Action<BootEvent>? Recorded { get; set; }

    /// <summary>Records an event at the present time.</summary>
    public void Record(string stage, string name, string text, params ReadOnlySpan<(string Key, object? Value)> data)
    {
        var values = NoData;
        if (data.Length > 0)
        {
            values = [];
            foreach (var (key, value) in data)
            {
                values[key] = value;
            }
        }

        var entry = new BootEvent(loop.Now - _powerOn, stage, name, text, values);
        _events.Add(entry);
        Recorded?.Invoke(entry);
    }

    /// <summary>Remembers a text as secret.</summary>
    public void KeepSecret(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > 0)
        {
            _secrets.Add(text);
        }
    }

    /// <summary>Prints on the console.</summary>
    public void Print(string text) => _console.Append(text);

    /// <summary>Prints a line on the console.</summary>
    public void PrintLine(string text = "") => _console.Append(text).Append('\n');
}
