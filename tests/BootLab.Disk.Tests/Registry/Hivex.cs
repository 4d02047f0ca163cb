using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BootLab.Testing;

namespace BootLab.Disk.Tests.Registry;

/// <summary>libhivex as the other reader and writer.</summary>
internal static partial class Hivex
{
    private static string Regedit => Requires.Tool("hivexregedit", "libwin-hivex-perl");

    /// <summary>All keys and values as <c>hivexregedit --export</c> has them, in the form of <see cref="HiveContents"/>.</summary>
    public static List<string> Lines(string hive)
    {
        var exported = Run(Regedit, ["--export", hive, "\\"]);
        var lines = new List<string>();
        var path = string.Empty;
        foreach (var line in exported.Split('\n').Where(line => line.Length > 0).Skip(1))
        {
            if (line[0] == '[')
            {
                path = line[1..^1].TrimEnd('\\');
                lines.Add($"[{path}]");
                continue;
            }

            var (name, end) = line[0] == '@' ? (string.Empty, 1) : Quoted(line);
            var value = line[(end + 1)..];
            var colon = value.IndexOf(':', StringComparison.Ordinal);
            var hex = value[(colon + 1)..].Replace(",", string.Empty, StringComparison.Ordinal);
            if (value.StartsWith("dword", StringComparison.Ordinal))
            {
                lines.Add(HiveContents.Line(path, name, 4, BitConverter.GetBytes(uint.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
            }
            else
            {
                lines.Add(HiveContents.Line(path, name, uint.Parse(value["hex(".Length..(colon - 1)], NumberStyles.HexNumber, CultureInfo.InvariantCulture), Convert.FromHexString(hex)));
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <summary>The path and the time of each key as <c>hivexml</c> has them; no time is FILETIME's beginning.</summary>
    public static List<string> Times(string hive)
    {
        // Not as XML: strings may hold characters that XML forbids, and hivexml prints them all the same.
        var lines = new List<string>();
        var path = new Stack<string>();
        foreach (Match match in Node().Matches(Run(Requires.Tool("hivexml", "libhivex-bin"), [hive])))
        {
            if (match.ValueSpan.StartsWith("</"))
            {
                path.Pop();
                continue;
            }

            path.Push(path.Count == 0 ? string.Empty : $"{path.Peek()}\\{WebUtility.HtmlDecode(match.Groups["name"].Value)}");
            lines.Add($"{path.Peek()} {match.Groups["time"].Value}");
        }

        return lines;
    }

    /// <summary>
    /// All keys and values as <c>hivexml</c> shows them, in the form of <see cref="HiveContents.Shown"/>. Only for hives whose texts XML can hold.
    /// </summary>
    public static List<string> Shown(string hive)
    {
        var lines = new List<string>();
        Add(XDocument.Parse(Run(Requires.Tool("hivexml", "libhivex-bin"), [hive])).Root!.Element("node")!, string.Empty);
        lines.Sort(StringComparer.Ordinal);
        return lines;

        void Add(XElement node, string path)
        {
            lines.Add($"[{path}]");
            foreach (var value in node.Elements("value"))
            {
                // It breaks long lines of Base64, and shows the empty text that ends a list as one more.
                var shown = (value.Attribute("encoding") is null ? value.Attribute("value")?.Value : value.Attribute("value")!.Value.Replace(" ", string.Empty, StringComparison.Ordinal)) ?? string.Join('|', value.Elements("string").SkipLast(1).Select(text => text.Value));
                lines.Add($"{path}\t{value.Attribute("key")?.Value}\t{value.Attribute("type")!.Value}\t{shown}");
            }

            foreach (var subkey in node.Elements("node"))
            {
                Add(subkey, $"{path}\\{subkey.Attribute("name")!.Value}");
            }
        }
    }

    /// <summary>Merges a file of regedit's form into a hive.</summary>
    public static void Merge(string hive, string registryFile) => Run(Regedit, ["--merge", hive, registryFile]);

    /// <summary>One value as <c>hivexget</c> prints it.</summary>
    public static string Get(string hive, string path, string name) => Run(Requires.Tool("hivexget", "libhivex-bin"), [hive, path, name]).TrimEnd('\n');

    [GeneratedRegex("""<node name="(?<name>[^"]*)"[^>]*>(<mtime>(?<time>[^<]*)</mtime>)?|</node>""", RegexOptions.ExplicitCapture)]
    private static partial Regex Node();

    private static string Run(string program, string[] arguments)
    {
        // Perl otherwise prints names of Latin-1 letters as single bytes, and reads UTF-8 as such letters.
        var result = PeerProcess.Run(program, arguments, new Dictionary<string, string> { ["PERL_UNICODE"] = "SD" });
        return result.ExitCode == 0 ? result.Output : throw new InvalidOperationException($"{program} ended with {result.ExitCode}: {result.Error}");
    }

    private static (string Name, int End) Quoted(string line)
    {
        var name = new StringBuilder();
        var at = 1;
        for (; line[at] != '"'; at++)
        {
            at += line[at] == '\\' ? 1 : 0;
            name.Append(line[at]);
        }

        return (name.ToString(), at + 1);
    }
}
