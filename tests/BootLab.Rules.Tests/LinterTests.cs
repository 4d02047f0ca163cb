using BootLab.Ibft;
using BootLab.Testing;
using Xunit;

namespace BootLab.Rules.Tests;

/// <summary>The rules on real tables and on any bytes, and what asking them costs.</summary>
public class LinterTests
{
    private static readonly Linter s_everything = new([Profile.Everything], wantsReasons: true);

    /// <summary>Tables that firmware wrote. Linux was seen to take every one of them; Windows and ESXi boot from what iPXE and EDK2 write.</summary>
    public static TheoryData<string> OfFirmware { get; } = [.. new[] { "captured", "ipxe-36a4c85" }
        .SelectMany(folder => Directory.GetFiles(Repository.Fixture(folder), "*.bin", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Repository.Fixture(), path))
        .Order(StringComparer.Ordinal)];

    public static TheoryData<string> All { get; } = [.. Directory.GetFiles(Repository.Fixture(), "*.bin", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Repository.Fixture(), path))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(OfFirmware))]
    public void What_real_firmware_writes_and_systems_boot_from_is_no_error(string name)
    {
        var table = File.ReadAllBytes(Repository.Fixture(name.Split('/')));
        var errors = new Linter([Profile.StrictSpec, Profile.Linux, Profile.Windows, Profile.Esxi]).Check(table, RuleContext.None).Where(finding => finding.Severity == Severity.Error);
        Assert.Empty(errors.Select(finding => $"{finding.Rule.Id} {finding.Finding.Field}: {finding.Finding.Found}"));
    }

    [Fact]
    public void A_table_in_which_nothing_is_found_costs_no_allocation()
    {
        var table = Clean();
        var linter = new Linter([Profile.Everything]);
        for (var i = 0; i < 100; i++)
        {
            Assert.Empty(linter.Check(table, RuleContext.None));
        }

        Assert.Equal(0, Allocations.Least(() => linter.Check(table, RuleContext.None)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_rule_that_finds_nothing_allocates_nothing_whatever_the_table(string name)
    {
        var table = File.ReadAllBytes(Repository.Fixture(name.Split('/')));
        var found = s_everything.Check(table, RuleContext.None).Select(finding => finding.Rule.Id).ToHashSet();
        var silent = Linter.Of(Catalogue.All.Where(rule => !found.Contains(rule.Id)));
        for (var i = 0; i < 30; i++)
        {
            Assert.Empty(silent.Check(table, RuleContext.None));
        }

        Assert.Equal(0, Allocations.Least(() => silent.Check(table, RuleContext.None)));
    }

    [Fact]
    public void Any_bytes_give_findings_inside_them_and_no_exception()
    {
        var random = new Random(20130101);
        var tables = All.Select(row => File.ReadAllBytes(Repository.Fixture(row.Data.Split('/')))).ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var table = Mutated(random, tables[random.Next(tables.Length)]);
            foreach (var (rule, _, finding) in s_everything.Check(table, RuleContext.None))
            {
                Assert.True(finding.Bytes is not { } range || (range.Offset >= 0 && range.Length >= 0 && range.End <= table.Length), $"{rule.Id}: {finding.Bytes} of {table.Length} bytes");
                Assert.NotEmpty(finding.Found);
            }
        }
    }

    [Fact]
    public void A_table_of_64_kib_that_is_all_wrong_gives_a_bounded_number_of_findings()
    {
        var table = new byte[IbftOffsets.MaximumTableSize];
        table.AsSpan().Fill(3);
        WriteOffsets(table);
        var findings = s_everything.Check(table, RuleContext.None);
        Assert.InRange(findings.Count, 1, 101 * Catalogue.All.Count);
        Assert.Contains(findings, finding => finding.Finding.Found.EndsWith("more of the same", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_context_rules_that_need_it_are_silent_and_say_why_when_asked()
    {
        s_everything.Check(Clean(), RuleContext.None);
        var undecided = s_everything.Undecided.ToDictionary(verdict => verdict.Rule.Id, verdict => verdict.Because);
        Assert.Equal("the machine's NICs are not known", undecided["OQ-1"]);
        Assert.Equal("the table was not found in memory, so its place is not known", undecided["IBFT050"]);
        Assert.Empty(new Linter([Profile.Everything]).Undecided);
    }

    [Theory]
    [InlineData("windows-server-2012", "windows-2012-rtm")]
    [InlineData("windows-server-2012-r2", "windows")]
    [InlineData("windows-server-2003", "windows-2003")]
    [InlineData("debian-12", "linux")]
    [InlineData("esxi-8", "esxi")]
    [InlineData("plan9", null)]
    public void A_system_has_its_profile(string system, string? profile) => Assert.Equal(profile, Profile.ForSystem(system)?.Name);

    // Length of the table, and a control structure of 64 KiB: every offset is 0x0303.
    private static void WriteOffsets(byte[] table)
    {
        "iBFT"u8.CopyTo(table);
        BitConverter.TryWriteBytes(table.AsSpan(4), (uint)table.Length);
        table[48] = 1;
        BitConverter.TryWriteBytes(table.AsSpan(50), (ushort)1000);
        for (var i = 54; i < 1048; i += 2)
        {
            BitConverter.TryWriteBytes(table.AsSpan(i), (ushort)(2000 + i));
        }
    }

    private static byte[] Mutated(Random random, byte[] original)
    {
        var table = original.ToArray();
        for (var i = random.Next(1, 12); i > 0; i--)
        {
            // Offsets and lengths are what leads astray.
            var at = random.Next(3) == 0 ? random.Next(table.Length) : random.Next(48, Math.Min(table.Length, 70));
            table[at] = random.Next(4) == 0 ? (byte)random.Next(8) : (byte)random.Next(256);
        }

        return random.Next(4) == 0 ? table[..random.Next(table.Length)] : table;
    }

    /// <summary>One NIC and one target, in order throughout, rounded up to no more than its strings.</summary>
    private static byte[] Clean()
    {
        var nic = OriginServer.San(0) with
        {
            Flags = IbftFlags.Valid | IbftFlags.BootSelected | IbftFlags.NicGlobal,
            Origin = PrefixOrigin.Manual,
        };
        var target = OriginServer.Target() with { Offset = 0x110, Name = Text("iqn.2026-11.lab.boot:disk0", 0x16c) };
        var table = OriginServer.Table(target, nic);
        table = table with
        {
            Size = 0x188,
            Header = new IbftHeader { Length = 0x188, OemId = "BOOTLB", OemTableId = "BOOTLAB" },
            Control = table.Control with { Initiator = 0x50 },
            Initiators = [new IbftInitiator { Offset = 0x50, Id = StructureId.Initiator, Length = 74, Flags = 3, Name = Text("iqn.2026-11.lab.boot:init", 0x150) }],
        };
        var bytes = IbftWriter.Write(table);
        IbftChecksum.Fix(bytes);
        return bytes;
    }

    private static IbftString Text(string text, int offset) => IbftString.At((ushort)offset, text);
}
