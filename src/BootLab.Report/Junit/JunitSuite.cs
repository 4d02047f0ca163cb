using System.Globalization;
using System.Text;
using System.Xml;

namespace BootLab.Report.Junit;

/// <summary>One test case of a JUnit document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Failures">Why it failed, a line each; none when it passed.</param>
/// <param name="Output">What is worth reading beside it.</param>
public sealed record JunitCase(string Name, IReadOnlyList<string> Failures, string Output = "");

/// <summary>A JUnit document, the form in which build servers take results: one suite of cases.</summary>
/// <param name="Name">The suite's name.</param>
/// <param name="Cases">Its cases.</param>
public sealed record JunitSuite(string Name, IReadOnlyList<JunitCase> Cases)
{
    /// <summary>The document as text, ended by a new line. Characters that XML does not have are replaced.</summary>
    public string ToXml()
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", Clean(Name));
            xml.WriteAttributeString("tests", Cases.Count.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("failures", Cases.Count(one => one.Failures.Count > 0).ToString(CultureInfo.InvariantCulture));
            foreach (var one in Cases)
            {
                Write(xml, one);
            }
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private void Write(XmlWriter xml, JunitCase one)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean(Name));
        xml.WriteAttributeString("name", Clean(one.Name));
        if (one.Failures.Count > 0)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", Clean(one.Failures[0]));
            xml.WriteString(Clean(string.Join('\n', one.Failures)));
            xml.WriteEndElement();
        }

        if (one.Output.Length > 0)
        {
            xml.WriteElementString("system-out", Clean(one.Output));
        }

        xml.WriteEndElement();
    }

    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Select(rune => Allowed(rune) ? rune : Rune.ReplacementChar));

    private static bool Allowed(Rune rune) => rune.Value is '\t' or '\n' or '\r' or >= 0x20 and not (0xfffe or 0xffff);
}
