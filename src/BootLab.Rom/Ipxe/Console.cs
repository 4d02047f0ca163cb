using BootLab.Net.Clock;
using BootLab.Rom.Journal;

namespace BootLab.Rom.Ipxe;

/// <summary>The console of the boot program.</summary>
public sealed class ProgramConsole(EventLoop loop, BootJournal journal)
{
    /// <summary>Prints a line.</summary>
    public void Line(string text = "") => journal.PrintLine(text);

    /// <summary>Prints without ending the line.</summary>
    public void Text(string text) => journal.Print(text);

    /// <summary>
    /// Runs something that takes time: prints what it is with three dots, one more for each second it took, and how it ended. Failures are thrown on.
    /// </summary>
    public async Task<T> Job<T>(string what, Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        journal.Print($"{what}...");
        var start = loop.Now;
        try
        {
            var result = await work();
            journal.PrintLine($"{Dots(start)} ok");
            return result;
        }
        catch (IpxeFailureException failure)
        {
            journal.PrintLine($"{Dots(start)} {failure.Status}");
            throw;
        }
    }

    private string Dots(TimeSpan start) => new('.', (int)(loop.Now - start).TotalSeconds);
}
