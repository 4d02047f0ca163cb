using System.CommandLine;
using System.Globalization;

namespace BootLab.Cli.Commands;

/// <summary>The option <c>--deadline STAGE=SECONDS</c>, as often as there are stages.</summary>
internal static class DeadlineOption
{
    private const int Longest = 86_400;

    /// <summary>The option for stages with these limits when nothing else is said.</summary>
    public static Option<string[]> Make(params IReadOnlyList<(string Stage, TimeSpan Limit)> stages)
    {
        var option = new Option<string[]>("--deadline")
        {
            HelpName = "STAGE=SECONDS",
            Description = string.Create(CultureInfo.InvariantCulture, $"How long a stage may take; may be repeated. When left out: {string.Join(", ", stages.Select(stage => $"{stage.Stage}={stage.Limit.TotalSeconds:0}"))}."),
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !TryRead(token.Value, stages, out _)))
            {
                result.AddError($"--deadline: found '{token.Value}', expected STAGE=SECONDS with 1 to {Longest} seconds for {string.Join(", ", stages.Select(stage => stage.Stage))}");
            }
        });
        return option;
    }

    /// <summary>The limits that were given, by stage.</summary>
    public static IReadOnlyDictionary<string, TimeSpan> Read(ParseResult result, Option<string[]> option)
    {
        var limits = new Dictionary<string, TimeSpan>();
        foreach (var text in result.GetValue(option) ?? [])
        {
            var words = text.Split('=');
            limits[words[0]] = TimeSpan.FromSeconds(int.Parse(words[1], CultureInfo.InvariantCulture));
        }

        return limits;
    }

    private static bool TryRead(string text, IReadOnlyList<(string Stage, TimeSpan Limit)> stages, out int seconds)
    {
        seconds = 0;
        return text.Split('=') is [var name, var number]
            && stages.Any(stage => stage.Stage == name)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out seconds)
            && seconds is >= 1 and <= Longest;
    }
}
