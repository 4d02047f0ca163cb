using System.Text;
using BootLab.Labs.Files.Yaml;
using BootLab.Labs.Tables;

namespace BootLab.Labs.Images;

/// <summary>Writes nodes as YAML that is read as the same nodes.</summary>
internal static class YamlText
{
    public static string Of(MapNode root)
    {
        var text = new StringBuilder();
        Write(text, root, 0);
        return text.ToString();
    }

    // What stands before the first key, in the place of the last two spaces: the dash of a list's item.
    private static void Write(StringBuilder text, MapNode map, int depth, string? dash = null)
    {
        foreach (var (key, value) in map.Entries)
        {
            text.Append(' ', 2 * (dash is null ? depth : depth - 1)).Append(dash).Append(Quoted(key.Text)).Append(':');
            WriteValue(text, value, depth + 1);
            dash = null;
        }
    }

    private static void WriteValue(StringBuilder text, YamlNode value, int depth)
    {
        switch (value)
        {
            case MapNode { Entries.Count: > 0 } map:
                text.Append('\n');
                Write(text, map, depth);
                break;
            case ListNode list when list.Items.Any(item => item is MapNode { Entries.Count: > 0 }):
                text.Append('\n');
                foreach (var item in list.Items)
                {
                    if (item is MapNode { Entries.Count: > 0 } entries)
                    {
                        Write(text, entries, depth + 1, "- ");
                    }
                    else
                    {
                        text.Append(' ', 2 * depth).Append("- ").Append(Flow(item)).Append('\n');
                    }
                }

                break;
            default:
                text.Append(' ').Append(Flow(value)).Append('\n');
                break;
        }
    }

    private static string Flow(YamlNode value) => value switch
    {
        ScalarNode { Kind: ScalarKind.Text } scalar => Quoted(scalar.Text),
        ScalarNode { Kind: ScalarKind.Null } => "null",
        ScalarNode scalar => scalar.Text,
        ListNode list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
        _ => "{}",
    };

    private static string Quoted(string text) => TableSpecText.Quoted(text);
}
