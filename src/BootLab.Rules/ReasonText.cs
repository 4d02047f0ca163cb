using System.Runtime.CompilerServices;

namespace BootLab.Rules;

/// <summary>Text in <c>$"..."</c> that is put together only when somebody wants it.</summary>
[InterpolatedStringHandler]
public ref struct ReasonText
{
    private DefaultInterpolatedStringHandler _text;
    private readonly bool _wanted;

    /// <summary>Called by the compiler.</summary>
    public ReasonText(int literalLength, int formattedCount, FindingSink sink, out bool wanted)
    {
        ArgumentNullException.ThrowIfNull(sink);
        wanted = _wanted = sink.WantsReasons;
        _text = wanted ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    /// <summary>Called by the compiler.</summary>
    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value, string? format = null) => _text.AppendFormatted(value, format);

    internal string ToText() => _wanted ? _text.ToStringAndClear() : string.Empty;
}
