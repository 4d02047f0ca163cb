using System.Net;
using System.Net.NetworkInformation;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Report.Findings;
using BootLab.Report.Json;
using BootLab.Report.Runs;
using BootLab.Report.Tables;
using BootLab.Report.Terminal;
using BootLab.Rules;
using BootLab.Rules.SeedOrdering;
using BootLab.Testing;
using Xunit;

namespace BootLab.Report.Tests;

/// <summary>The screens of a run: tables side by side, the answer to the origin question, the timeline, the pages of the rules.</summary>
public class ComparisonScreenTests
{
    private static readonly MachineSpec s_machine = new()
    {
        Nics =
        [
            new() { Name = "san", Mac = PhysicalAddress.Parse("52-54-00-00-08-40"), Pci = PciAddress.Parse("08:04.0"), Network = "san" },
            new() { Name = "lan", Mac = PhysicalAddress.Parse("52-54-00-00-08-41"), Pci = PciAddress.Parse("08:04.1"), Network = "lan" },
        ],
    };

    private static readonly IReadOnlyList<NetworkSpec> s_networks =
    [
        new() { Name = "san", Subnet = IPNetwork.Parse("10.9.0.0/24"), Server = IPAddress.Parse("10.9.0.1") },
        new() { Name = "lan", Subnet = IPNetwork.Parse("192.168.1.0/24"), Server = IPAddress.Parse("192.168.1.1") },
    ];

    [Theory]
    [InlineData(160)]
    [InlineData(80)]
    public void Tables_side_by_side(int width)
    {
        SummaryColumn[] columns =
        [
            Column("one") with { Note = "from source, not compared", Address = 0x9e620, Place = "low memory" },
            Column("two") with { Address = 0x9e5c0, Place = "low memory" },
            Column("swapped") with { Place = "ACPI" },
            new("silent") { Outcome = "no DHCP offer" },
            Column("three"),
        ];
        Golden.Equal("BootLab.Report.Tests", $"summary-{width}.txt", Written(writer => TableSummary.Write(writer, new Screen(width, Colour: false), columns)));
    }

    [Theory]
    [InlineData("one")]
    [InlineData("two")]
    [InlineData("swapped")]
    public void The_answer_for_a_table(string name)
    {
        var answer = Answer(Table(name));
        Golden.Equal("BootLab.Report.Tests", $"answer-{name}.txt", Written(writer => AnswerText.Write(writer, new Screen(100, Colour: false), answer)));
        Golden.Equal("BootLab.Report.Tests", $"answer-{name}.json", JsonOutput.Document(AnswerJson.Schema, json => AnswerJson.Write(json, answer)));
    }

    [Fact]
    public void The_short_answer_leaves_out_what_holds_and_the_evidence()
    {
        var text = Written(writer => AnswerText.Write(writer, Screen.Plain, Answer(Table("one")), full: false));
        Assert.Contains("OQ-1", text);
        Assert.DoesNotContain("OQ-6", text);
        Assert.DoesNotContain("better evidence says\n", text);
    }

    [Fact]
    public void A_timeline()
    {
        TimelineEntry[] entries =
        [
            new(TimeSpan.Zero, "power on", "BIOS, 2 NICs"),
            new(TimeSpan.FromSeconds(3.000126), "dhcp", "san: lease 10.9.0.2/24 from 10.9.0.1"),
            new(TimeSpan.FromSeconds(3.0002), "dhcp", "lan: no offer", Failed: true),
            new(TimeSpan.FromSeconds(123.5), "iscsi", "login to iqn.\e[31mevil"),
        ];
        Golden.Equal("BootLab.Report.Tests", "timeline.txt", Written(writer => Timeline.Write(writer, Screen.Plain, entries)));
    }

    [Fact]
    public void The_page_of_a_rule()
    {
        Golden.Equal("BootLab.Report.Tests", "rule-OQ-1.md", RulePage.Markdown(Catalogue.Find("OQ-1")!));
    }

    private static SummaryColumn Column(string name) => new(name) { Table = Table(name), Machine = s_machine, Answer = Answer(Table(name)) };

    private static OriginAnswer Answer(IbftTable table) => SeedOrderingProfile.Answer(IbftWriter.Write(table), new RuleContext
    {
        Machine = s_machine,
        Networks = s_networks,
        Installed = new InstallRecord { FirstNic = new InstalledNic(s_machine.Nics[0].Mac, s_machine.Nics[0].Pci) },
    });

    private static IbftTable Table(string name) => IbftReader.Read(File.ReadAllBytes(Repository.Fixture("handmade", $"{name}.bin")));

    private static string Written(Action<TextWriter> write)
    {
        using var writer = new StringWriter();
        write(writer);
        return writer.ToString();
    }
}
