namespace BootLab.Vm.Emission;

/// <summary>A table in the form that somebody takes it in.</summary>
public sealed record Emitted
{
    /// <summary>Files to write; their names are those that <see cref="Text"/> uses.</summary>
    public IReadOnlyList<EmittedFile> Files { get; init; } = [];

    /// <summary>Text to show: arguments for a command line, a dump, a header; null when the files are all there is.</summary>
    public string? Text { get; init; }

    /// <summary>What it is for and what it cannot test, a line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
