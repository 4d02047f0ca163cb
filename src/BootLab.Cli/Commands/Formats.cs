using System.CommandLine;

namespace BootLab.Cli.Commands;

/// <summary>The option <c>--format</c>.</summary>
internal static class Formats
{
    public const string Text = "text";
    public const string Json = "json";
    public const string Hex = "hex";
    public const string Html = "html";
    public const string Yaml = "yaml";

    /// <summary>With these values; the first is the default.</summary>
    public static Option<string> Option(params string[] formats)
    {
        var option = new Option<string>("--format") { Description = $"How the result is written: {string.Join(", ", formats)}.", DefaultValueFactory = _ => formats[0] };
        option.AcceptOnlyFromAmong(formats);
        return option;
    }
}
