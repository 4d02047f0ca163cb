using BootLab.Report;
using BootLab.Report.Json;
using BootLab.Report.Tables;
using BootLab.Report.Terminal;
using BootLab.Vm.Judging;

namespace BootLab.Cli.Commands;

/// <summary>A kernel's verdicts as text and as JSON.</summary>
internal static class VerdictText
{
    /// <summary>The verdict with CHAP secrets masked.</summary>
    public static LinuxVerdict WithoutSecrets(LinuxVerdict verdict) => verdict with
    {
        View = [.. verdict.View.Select(entry => entry.Path.EndsWith("-secret", StringComparison.Ordinal) ? entry with { Value = Secrets.Mask } : entry)],
    };

    /// <summary>One verdict after the other.</summary>
    public static void Write(CommandIo io, IEnumerable<(string Name, LinuxVerdict Verdict)> judged)
    {
        foreach (var (name, verdict) in judged)
        {
            io.Output.WriteLine($"{name}: {io.OutputScreen.Paint(Word(verdict.Outcome).Replace('-', ' '), ColourOf(verdict.Outcome))}");
            foreach (var dropped in verdict.Dropped)
            {
                io.Output.WriteLine($"  not shown: {dropped}");
            }

            var words = verdict.Outcome == VerdictOutcome.NoAnswer ? "console" : "kernel";
            foreach (var message in verdict.SearchMessages.Concat(verdict.Messages))
            {
                io.Output.WriteLine($"  {words}: {Printable.Text(message)}");
            }

            if (verdict.LoadError is { } error)
            {
                io.Output.WriteLine($"  {Printable.Text(error)}");
            }

            foreach (var entry in verdict.View)
            {
                io.Output.WriteLine($"  {Printable.Text(entry.ToString())}");
            }
        }
    }

    /// <summary>A document of schema bootlab/vm-check/1.</summary>
    public static string Json(string kernelVersion, IEnumerable<(string Name, LinuxVerdict Verdict)> judged) => JsonOutput.Document("bootlab/vm-check/1", json =>
    {
        json.WriteString("kernel", kernelVersion);
        json.WriteStartArray("tables");
        foreach (var (name, verdict) in judged)
        {
            json.WriteStartObject();
            json.WriteString("table", name);
            json.WriteString("outcome", Word(verdict.Outcome));
            json.WriteBoolean("fresh_guest", verdict.IsFresh);
            WriteStrings("search_messages", verdict.SearchMessages);
            WriteStrings("messages", verdict.Messages);
            json.WriteString("load_error", verdict.LoadError);
            WriteStrings("not_shown", verdict.Dropped);
            json.WriteStartObject("sysfs");
            foreach (var entry in verdict.View)
            {
                json.WriteString(entry.Path, entry.Value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void WriteStrings(string property, IEnumerable<string> values)
        {
            json.WriteStartArray(property);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    });

    /// <summary>An outcome as one word.</summary>
    public static string Word(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Accepted => "accepted",
        VerdictOutcome.AcceptedInPart => "accepted-in-part",
        VerdictOutcome.Rejected => "rejected",
        _ => "no-answer",
    };

    private static Colour ColourOf(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Accepted => Colour.Green,
        VerdictOutcome.AcceptedInPart => Colour.Yellow,
        _ => Colour.Red,
    };
}
