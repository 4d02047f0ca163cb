using System.Net;
using System.Text;

namespace BootLab.Report.Html;

/// <summary>HTML as it grows. Text and values of attributes are escaped here and nowhere else.</summary>
internal sealed class Markup
{
    private readonly StringBuilder _text = new();

    /// <summary>Markup that is no text from outside.</summary>
    public Markup Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Text.</summary>
    public Markup Text(string text)
    {
        _text.Append(Escape(text));
        return this;
    }

    /// <summary>An element with a text in it.</summary>
    public Markup Element(string name, string text, params (string Name, string Value)[] attributes) => Open(name, attributes).Text(text).Close(name);

    /// <summary>The beginning of an element.</summary>
    public Markup Open(string name, params (string Name, string Value)[] attributes)
    {
        _text.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            _text.Append(' ').Append(attribute).Append("=\"").Append(Escape(value)).Append('"');
        }

        _text.Append('>');
        return this;
    }

    /// <summary>The end of an element.</summary>
    public Markup Close(string name)
    {
        _text.Append("</").Append(name).Append('>');
        return this;
    }

    /// <summary>A new line, for those who read the source.</summary>
    public Markup Line()
    {
        _text.Append('\n');
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static string Escape(string text) => WebUtility.HtmlEncode(Printable.Text(text));
}
