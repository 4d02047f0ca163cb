namespace BootLab.Labs.Files;

/// <summary>One mistake in a lab file.</summary>
/// <param name="Line">Line, counted from 1.</param>
/// <param name="Column">Column, counted from 1.</param>
/// <param name="Message">What was found, what was expected, how to mend it.</param>
public sealed record LabFileError(int Line, int Column, string Message);

/// <summary>A lab file cannot be used. <see cref="Exception.Message"/> has a line per mistake: <c>path:line:column: message</c>.</summary>
public sealed class LabFileException : Exception
{
    /// <summary>How many mistakes are listed at most.</summary>
    public const int MostErrors = 100;

    /// <summary>Makes the exception from the mistakes found, in any order.</summary>
    public LabFileException(string path, params IEnumerable<LabFileError> errors)
        : this(path, [.. errors.Distinct().OrderBy(error => error.Line).ThenBy(error => error.Column).Take(MostErrors)])
    {
    }

    private LabFileException(string path, LabFileError[] errors)
        : base(string.Join('\n', errors.Select(error => $"{path}:{error.Line}:{error.Column}: {error.Message}")))
    {
        Path = path;
        Errors = errors;
    }

    /// <summary>The file as it was named.</summary>
    public string Path { get; }

    /// <summary>The mistakes by place, at most <see cref="MostErrors"/>.</summary>
    public IReadOnlyList<LabFileError> Errors { get; }
}
