using System.Xml.Linq;
using BootLab.Report.Junit;
using Xunit;

namespace BootLab.Report.Tests;

public sealed class JunitSuiteTests
{
    [Fact]
    public void A_suite_is_well_formed_XML_whatever_its_texts_are()
    {
        var text = new JunitSuite("lab <&\"\u001b\ud800", [new JunitCase("passed", []), new JunitCase("a\nb", ["first\u0000", "second ]]>"], "out\uffff")]).ToXml();
        var suite = XDocument.Parse(text).Root!.Element("testsuite")!;
        Assert.Equal(("lab <&\"\ufffd\ufffd", "2", "1"), ((string)suite.Attribute("name")!, (string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!));
        var cases = suite.Elements("testcase").ToList();
        Assert.Empty(cases[0].Elements());
        Assert.Equal("a\nb", (string)cases[1].Attribute("name")!);
        Assert.Equal(("first\ufffd", "first\ufffd\nsecond ]]>"), ((string)cases[1].Element("failure")!.Attribute("message")!, cases[1].Element("failure")!.Value));
        Assert.Equal("out\ufffd", cases[1].Element("system-out")!.Value);
        Assert.EndsWith("</testsuites>\n", text);
    }
}
