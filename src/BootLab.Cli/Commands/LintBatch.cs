using System.Text;
using System.Text.Json;
using BootLab.Ibft;
using BootLab.Report;
using BootLab.Report.Json;
using BootLab.Rules;

namespace BootLab.Cli.Commands;

/// <summary>Judges every file of a folder as a raw table, a line each, in the order of their names.</summary>
/// <param name="profiles">Whose rules.</param>
/// <param name="context">What is known besides.</param>
/// <param name="suppressed">Rules that do not count.</param>
/// <param name="failOn">From which severity on a finding makes the exit code 1.</param>
internal sealed class LintBatch(IReadOnlyList<Profile> profiles, RuleContext context, IReadOnlyCollection<string> suppressed, Severity failOn)
{
    // So many lines are kept before they are written: enough for all processors to be busy, few enough for any folder.
    private const int Chunk = 4096;

    public int Run(CommandIo io, string folder, bool asJson, CancellationToken stop)
    {
        var (files, failed, unread) = (0, 0, 0);
        foreach (var chunk in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Chunk(Chunk))
        {
            var lines = new Line[chunk.Length];
            Parallel.For(0, chunk.Length, new ParallelOptions { CancellationToken = stop }, () => new Worker(profiles), (i, _, worker) =>
            {
                lines[i] = Judge(worker, folder, chunk[i], asJson);
                return worker;
            }, _ => { });
            foreach (var line in lines)
            {
                io.Output.Write(line.Text);
                failed += line.Fails ? 1 : 0;
                unread += line.IsUnread ? 1 : 0;
            }

            files += chunk.Length;
        }

        io.Error.WriteLine($"bootlab: {files} files, {failed} with findings from {failOn.ToString().ToLowerInvariant()} on{(unread > 0 ? $", {unread} could not be read" : "")}");
        return unread > 0 ? ExitCode.Fatal : failed > 0 ? ExitCode.Findings : ExitCode.Fine;
    }

    private Line Judge(Worker worker, string folder, string path, bool asJson)
    {
        var name = Path.GetRelativePath(folder, path);
        int length;
        try
        {
            length = worker.Read(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new Line(asJson ? Worker.Json(name, unreadable.Message, []) : $"{Printable.Text(name)}: cannot be read: {Printable.Text(unreadable.Message)}\n", Fails: false, IsUnread: true);
        }

        var all = worker.Linter.Check(worker.Buffer.AsSpan(0, length), context);
        var findings = suppressed.Count == 0 ? all : [.. all.Where(finding => !suppressed.Contains(finding.Rule.Id, StringComparer.OrdinalIgnoreCase))];
        var fails = false;
        foreach (var finding in findings)
        {
            fails |= finding.Severity >= failOn;
        }

        return new Line(asJson ? Worker.Json(name, null, findings) : worker.Text(name, findings), fails, IsUnread: false);
    }

    private readonly record struct Line(string Text, bool Fails, bool IsUnread);

    /// <summary>What one thread uses again and again.</summary>
    private sealed class Worker(IReadOnlyList<Profile> profiles)
    {
        private readonly StringBuilder _text = new();
        private readonly HashSet<string> _ids = [];

        // A byte more than the largest table shows that a file is larger.
        public byte[] Buffer { get; } = new byte[IbftOffsets.MaximumTableSize + 1];

        public Linter Linter { get; } = new(profiles);

        public int Read(string path)
        {
            using var file = File.OpenHandle(path);
            var length = 0;
            for (int count; length < Buffer.Length && (count = RandomAccess.Read(file, Buffer.AsSpan(length), length)) > 0;)
            {
                length += count;
            }

            return length;
        }

        public string Text(string name, IReadOnlyList<LintFinding> findings)
        {
            Span<int> counts = stackalloc int[3];
            _ids.Clear();
            _text.Clear().Append(Printable.Text(name)).Append(": ");
            foreach (var finding in findings)
            {
                counts[(int)finding.Severity]++;
            }

            if (findings.Count == 0)
            {
                return _text.Append("nothing found\n").ToString();
            }

            _text.Append(counts[(int)Severity.Error]).Append(" errors, ").Append(counts[(int)Severity.Warning]).Append(" warnings, ").Append(counts[(int)Severity.Info]).Append(" remarks:");
            foreach (var finding in findings)
            {
                if (_ids.Add(finding.Rule.Id))
                {
                    _text.Append(' ').Append(finding.Rule.Id);
                }
            }

            return _text.Append('\n').ToString();
        }

        public static string Json(string name, string? error, IReadOnlyList<LintFinding> findings)
        {
            using var bytes = new MemoryStream();
            using (var json = new Utf8JsonWriter(bytes, JsonOutput.Line))
            {
                json.WriteStartObject();
                json.WriteString("schema", "bootlab/lint-line/1");
                json.WriteString("source", name);
                if (error is not null)
                {
                    json.WriteString("error", error);
                }

                json.WriteStartArray("findings");
                foreach (var (rule, severity, finding) in findings)
                {
                    json.WriteStartObject();
                    json.WriteString("rule", rule.Id);
                    json.WriteString("severity", Report.Findings.Words.Of(severity));
                    json.WriteString("field", finding.Field);
                    json.WriteString("found", finding.Found);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
        }
    }
}
