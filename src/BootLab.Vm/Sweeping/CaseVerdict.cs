using BootLab.Os.Knowledge;

namespace BootLab.Vm.Sweeping;

/// <summary>What a consumer makes of a case's table.</summary>
/// <param name="Word">In one word, such as <c>accepted</c> or <c>no-boot</c>.</param>
/// <param name="Detail">What belongs to the word: the NICs that are taken, the rules that are broken; empty when nothing does.</param>
/// <param name="Because">Why, for people.</param>
public sealed record CaseVerdict(string Word, string Detail, string Because)
{
    /// <summary>Word and detail: what two verdicts are held against each other by.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Label => Detail.Length == 0 ? Word : $"{Word} {Detail}";
}

/// <summary>A verdict before anything was run.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Evidence">How it is known that this consumer judges so.</param>
public sealed record Foretelling(CaseVerdict Verdict, Evidence Evidence);
